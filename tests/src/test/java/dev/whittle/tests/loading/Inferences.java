package dev.whittle.tests.loading;

import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** Runs one model over and over, and prints ten {@link Reading}s. */
final class Inferences {
  private static final int READINGS = 10;

  private Inferences() {}

  /**
   * The program.
   *
   * @param args the folder of the compiled network, and how many runs
   */
  public static void main(String[] args) throws Exception {
    URL[] place = {Path.of(args[0]).toUri().toURL()};
    int runs = Integer.parseInt(args[1]);
    try (URLClassLoader loader = new URLClassLoader(place, Model.class.getClassLoader())) {
      Class<?> anchor = loader.loadClass("com.acme.Glyphs_scalar_b1");
      Model model = Model.load(anchor, Application.NETWORK, Options.standard());
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
