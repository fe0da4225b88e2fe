package dev.whittle.passes.factorise;

import dev.whittle.passes.linear.Multiway;
import dev.whittle.runtime.Tensor;
import java.util.Arrays;
import java.util.List;

/** Between weights in single precision and the algebra in double. */
public final class Weights {
  private Weights() {}

  /** The weights of one of {@code groups} groups of outputs, {@code [O / groups, …]}. */
  public static Multiway group(Layer layer, int group, int groups) {
    int[] sizes = layer.sizes().stream().mapToInt(Integer::intValue).toArray();
    sizes[0] /= groups;
    int count = Arrays.stream(sizes).reduce(1, Math::multiplyExact);
    float[] all = layer.weights().get();
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = all[group * count + i];
    }
    return new Multiway(sizes, values);
  }

  /** One weight of {@code sizes}, the groups' parts one after the other. */
  public static Tensor joined(List<double[]> parts, List<Integer> sizes) {
    int[] shape = sizes.stream().mapToInt(Integer::intValue).toArray();
    float[] values = new float[Math.toIntExact(Tensor.elementCount(shape))];
    int at = 0;
    for (double[] part : parts) {
      for (double value : part) {
        values[at++] = (float) value;
      }
    }
    if (at != values.length) {
      throw new IllegalArgumentException(at + " elements for " + sizes);
    }
    return Tensor.of(values, shape);
  }
}
