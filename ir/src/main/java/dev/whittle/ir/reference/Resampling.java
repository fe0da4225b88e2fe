package dev.whittle.ir.reference;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Upsample;
import dev.whittle.runtime.Tensor;

/** Enlarging feature maps. */
final class Resampling {
  private Resampling() {}

  static Tensor upsample(Upsample upsample, Tensor x, TensorType type) {
    return switch (upsample.mode()) {
      case NEAREST -> nearest(upsample, x, type);
      case BILINEAR -> bilinear(upsample, x, type);
    };
  }

  private static Tensor nearest(Upsample upsample, Tensor x, TensorType type) {
    int[] shape = type.shape().sizes();
    int[] source = new int[Math.toIntExact(type.shape().elementCount())];
    int[] index = new int[shape.length];
    for (int i = 0; i < source.length; i++) {
      int at = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        int scale = axis < 2 ? 1 : upsample.scales().get(axis - 2);
        at = at * x.size(axis) + index[axis] / scale;
      }
      source[i] = at;
      Movement.advance(index, shape);
    }
    return Movement.gather(x, source, type);
  }

  private static Tensor bilinear(Upsample upsample, Tensor x, TensorType type) {
    float[] input = x.floats();
    int height = x.size(2);
    int width = x.size(3);
    int[] shape = type.shape().sizes();
    float[] result = new float[Math.toIntExact(type.shape().elementCount())];
    int at = 0;
    for (int plane = 0; plane < input.length; plane += height * width) {
      for (int h = 0; h < shape[2]; h++) {
        Between rows = Between.of(h, upsample.scales().get(0), height);
        int top = plane + rows.first * width;
        int bottom = plane + rows.second * width;
        for (int w = 0; w < shape[3]; w++) {
          Between columns = Between.of(w, upsample.scales().get(1), width);
          int left = columns.first;
          int right = columns.second;
          double upper = mix(input[top + left], input[top + right], columns.share);
          double lower = mix(input[bottom + left], input[bottom + right], columns.share);
          result[at++] = (float) mix(upper, lower, rows.share);
        }
      }
    }
    return Rounding.tensor(type, result);
  }

  /**
   * Two neighbours of an output position and the second one's share. They are one where the other
   * would be outside or have no share, so that its NaN or infinity does not count.
   */
  private record Between(int first, int second, double share) {
    static Between of(int out, int scale, int size) {
      double centre = (out + 0.5) / scale - 0.5;
      double before = Math.floor(centre);
      return new Between(
          Math.max((int) before, 0), Math.min((int) Math.ceil(centre), size - 1), centre - before);
    }
  }

  private static double mix(double from, double to, double share) {
    return from * (1 - share) + to * share;
  }
}
