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
        double row = centre(h, upsample.scales().get(0), height);
        int top = plane + (int) row * width;
        int bottom = plane + Math.min((int) row + 1, height - 1) * width;
        for (int w = 0; w < shape[3]; w++) {
          double column = centre(w, upsample.scales().get(1), width);
          int left = (int) column;
          int right = Math.min(left + 1, width - 1);
          double upper = mix(input[top + left], input[top + right], column - left);
          double lower = mix(input[bottom + left], input[bottom + right], column - left);
          result[at++] = (float) mix(upper, lower, row - (int) row);
        }
      }
    }
    return Rounding.tensor(type, result);
  }

  /** The input coordinate of output pixel {@code out}'s centre, kept inside the input. */
  private static double centre(int out, int scale, int size) {
    return Math.clamp((out + 0.5) / scale - 0.5, 0, size - 1.0);
  }

  private static double mix(double from, double to, double share) {
    return from * (1 - share) + to * share;
  }
}
