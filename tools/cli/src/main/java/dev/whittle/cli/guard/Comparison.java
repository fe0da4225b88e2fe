package dev.whittle.cli.guard;

import dev.whittle.runtime.Model;
import dev.whittle.runtime.Tensor;
import java.util.Map;

/**
 * What two models make of one picture.
 *
 * @param expected the index of the first answer of the network as written
 * @param actual that of the network as compiled
 * @param difference the largest difference of an output, relative to its largest value
 */
public record Comparison(int expected, int actual, double difference) {
  /** Compares the models' outputs on {@code inputs}; answers are elements of the first output. */
  static Comparison of(Model original, Model compiled, Map<String, Tensor> inputs) {
    Map<String, Tensor> expected = original.run(inputs);
    Map<String, Tensor> actual = compiled.run(inputs);
    double difference = 0;
    for (Map.Entry<String, Tensor> output : expected.entrySet()) {
      float[] values = output.getValue().floats();
      difference = Math.max(difference, difference(values, actual.get(output.getKey()).floats()));
    }
    String first = original.outputs().getFirst().name();
    return new Comparison(
        best(expected.get(first).floats()), best(actual.get(first).floats()), difference);
  }

  /**
   * {@code max |y − ŷ| / max |y|}; infinite where one side is NaN or infinite and the other is not,
   * or where all of {@code y} is 0 and {@code ŷ} is not.
   */
  public static double difference(float[] expected, float[] actual) {
    double largest = 0;
    double apart = 0;
    for (int i = 0; i < expected.length; i++) {
      if (Float.compare(expected[i], actual[i]) == 0) {
        largest = Math.max(largest, Float.isFinite(expected[i]) ? Math.abs(expected[i]) : 0);
      } else if (!Float.isFinite(expected[i]) || !Float.isFinite(actual[i])) {
        return Double.POSITIVE_INFINITY;
      } else {
        largest = Math.max(largest, Math.abs(expected[i]));
        apart = Math.max(apart, Math.abs((double) expected[i] - actual[i]));
      }
    }
    return apart == 0 ? 0 : apart / largest;
  }

  /** The index of the largest value, the first among equals. */
  public static int best(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }
}
