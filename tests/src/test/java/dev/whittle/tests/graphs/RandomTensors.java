package dev.whittle.tests.graphs;

import dev.whittle.runtime.Tensor;
import java.util.random.RandomGenerator;

/** Random f32 tensors. */
public final class RandomTensors {
  private RandomTensors() {}

  /** Normal numbers around 0. */
  public static Tensor normal(RandomGenerator random, double deviation, int... shape) {
    float[] values = new float[Math.toIntExact(Tensor.elementCount(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian(0, deviation);
    }
    return Tensor.of(values, shape);
  }

  /** Uniform numbers of {@code [from, to)}. */
  public static Tensor uniform(RandomGenerator random, double from, double to, int... shape) {
    float[] values = new float[Math.toIntExact(Tensor.elementCount(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(from, to);
    }
    return Tensor.of(values, shape);
  }

  /** Weights {@code [O, I, kernel…]} whose sums keep about the size of what they sum. */
  public static Tensor weight(RandomGenerator random, int... shape) {
    double fanIn = (double) Tensor.elementCount(shape) / shape[0];
    return normal(random, Math.sqrt(1.5 / fanIn), shape);
  }
}
