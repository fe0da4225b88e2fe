package dev.whittle.tests.loading;

import dev.whittle.examples.digits.Digits;
import dev.whittle.runtime.Model;
import java.time.Duration;
import java.util.Random;

/** Runs the digits network over and over, and prints ten {@link Reading}s. */
final class Inferences {
  private static final int READINGS = 10;

  private Inferences() {}

  /**
   * The program.
   *
   * @param args how many runs
   */
  public static void main(String[] args) throws Exception {
    int runs = Integer.parseInt(args[0]);
    try (Digits digits = Digits.load()) {
      Model model = digits.model();
      float[] input = new float[model.inputSize()];
      float[] output = new float[model.outputSize()];
      Random random = new Random(1);
      for (int i = 0; i < input.length; i++) {
        input[i] = random.nextFloat();
      }
      model.warmUp(Duration.ofSeconds(20));
      for (int reading = 0; reading < READINGS; reading++) {
        Reading.take(reading * (runs / READINGS)).print();
        for (int i = 0; i < runs / READINGS; i++) {
          model.run(input, output);
        }
      }
      Reading.take(runs).print();
    }
  }
}
