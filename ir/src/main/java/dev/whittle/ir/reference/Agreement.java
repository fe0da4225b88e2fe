package dev.whittle.ir.reference;

import dev.whittle.ir.Output;
import dev.whittle.ir.Value;
import dev.whittle.runtime.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * How far a result is from the reference: the largest {@code |y − ŷ| / max(1e-6, m)} over all
 * elements, where {@code m} is the {@linkplain Magnitude magnitude} of what was summed to make
 * {@code y}. Measured against what was summed, a sum that cancels to almost nothing is not asked
 * for digits it cannot have.
 *
 * <p>Equal infinities agree, and so do two NaN.
 *
 * @param error the measure; infinite where one side is NaN or infinite and the other is not
 * @param where the output's name, empty for a lone tensor
 * @param index the worst element, in row-major order
 */
public record Agreement(
    double error, String where, int index, float expected, float actual, float magnitude) {
  /** Magnitudes below this one count as this one. */
  public static final double FLOOR = 1e-6;

  /**
   * Compares two tensors of one shape.
   *
   * @throws IllegalArgumentException when the shapes differ
   */
  public static Agreement of(Tensor expected, Tensor actual, Tensor magnitude) {
    return of("", expected, actual, magnitude);
  }

  /** Compares a network's outputs with its reference evaluation and answers the worst. */
  public static Agreement of(Evaluation expected, Map<String, Tensor> actual) {
    Map<Value, Tensor> magnitudes = Magnitude.of(expected);
    Agreement worst = null;
    for (Output output : expected.graph().outputs()) {
      if (!actual.containsKey(output.name())) {
        throw new IllegalArgumentException("no output " + output.name());
      }
      Agreement here =
          of(
              output.name(),
              expected.value(output.value()),
              actual.get(output.name()),
              magnitudes.get(output.value()));
      worst = worst == null || here.error > worst.error ? here : worst;
    }
    if (worst == null) {
      throw new IllegalArgumentException("no outputs to compare");
    }
    return worst;
  }

  public boolean isWithin(double tolerance) {
    return error <= tolerance;
  }

  private static Agreement of(String where, Tensor expected, Tensor actual, Tensor magnitude) {
    if (!Arrays.equals(expected.shape(), actual.shape())) {
      throw new IllegalArgumentException(
          "%s: expected %s, got %s".formatted(where, expected, actual));
    }
    float[] y = expected.floats();
    float[] other = actual.floats();
    float[] m = magnitude.floats();
    int worst = 0;
    double error = -1;
    for (int i = 0; i < y.length; i++) {
      double here = error(y[i], other[i], m[i]);
      if (here > error) {
        worst = i;
        error = here;
      }
    }
    return new Agreement(error, where, worst, y[worst], other[worst], m[worst]);
  }

  private static double error(float expected, float actual, float magnitude) {
    if (expected == actual || Float.isNaN(expected) && Float.isNaN(actual)) {
      return 0;
    }
    if (!Float.isFinite(expected) || !Float.isFinite(actual)) {
      return Double.POSITIVE_INFINITY;
    }
    double scale = magnitude > FLOOR ? magnitude : FLOOR;
    return Math.abs((double) expected - actual) / scale;
  }
}
