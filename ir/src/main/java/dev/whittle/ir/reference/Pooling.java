package dev.whittle.ir.reference;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.AveragePool;
import dev.whittle.ir.op.MaxPool;
import dev.whittle.runtime.Tensor;
import java.util.Collections;

/** Maxima and means over windows, whole planes and axes. */
final class Pooling {
  private Pooling() {}

  static Tensor max(MaxPool pool, Tensor x, TensorType type) {
    Slide slide = new Slide(x, type, pool.kernel(), pool.strides(), pool.pads(), pool.dilations());
    return pool(slide, x, type, Pooling::max);
  }

  static Tensor average(AveragePool pool, Tensor x, TensorType type) {
    Slide slide =
        new Slide(
            x,
            type,
            pool.kernel(),
            pool.strides(),
            pool.pads(),
            Collections.nCopies(pool.kernel().size(), 1));
    return pool(
        slide,
        x,
        type,
        (s, input, plane, d, h, w) ->
            sum(s, input, plane, d, h, w)
                / (pool.countIncludePad()
                    ? s.paddedTaps(0, d) * s.paddedTaps(1, h) * s.paddedTaps(2, w)
                    : taps(s, 0, d) * taps(s, 1, h) * taps(s, 2, w)));
  }

  static Tensor globalAverage(Tensor x, TensorType type) {
    float[] input = x.floats();
    float[] result = new float[x.size(0) * x.size(1)];
    int size = input.length / result.length;
    for (int i = 0; i < result.length; i++) {
      double sum = 0;
      for (int j = 0; j < size; j++) {
        sum += input[i * size + j];
      }
      result[i] = (float) (sum / size);
    }
    return Rounding.tensor(type, result);
  }

  /** The value of one output position of one plane that starts at {@code plane}. */
  @FunctionalInterface
  private interface Reduction {
    double of(Slide slide, float[] input, int plane, int d, int h, int w);
  }

  private static Tensor pool(Slide slide, Tensor x, TensorType type, Reduction reduction) {
    float[] input = x.floats();
    int planes = x.size(0) * x.size(1);
    float[] result = new float[planes * slide.outputSize()];
    int at = 0;
    for (int plane = 0; plane < planes; plane++) {
      for (int d = 0; d < slide.output[0]; d++) {
        for (int h = 0; h < slide.output[1]; h++) {
          for (int w = 0; w < slide.output[2]; w++) {
            result[at++] = (float) reduction.of(slide, input, plane * slide.inputSize(), d, h, w);
          }
        }
      }
    }
    return Rounding.tensor(type, result);
  }

  private static double max(Slide s, float[] input, int plane, int d, int h, int w) {
    double max = Double.NEGATIVE_INFINITY;
    for (int kd = s.firstTap(0, d); kd < s.endTap(0, d); kd++) {
      for (int kh = s.firstTap(1, h); kh < s.endTap(1, h); kh++) {
        int row = row(s, plane, d, kd, h, kh) + s.start(2, w);
        for (int kw = s.firstTap(2, w); kw < s.endTap(2, w); kw++) {
          max = Math.max(max, input[row + kw * s.dilations[2]]);
        }
      }
    }
    return max;
  }

  private static double sum(Slide s, float[] input, int plane, int d, int h, int w) {
    double sum = 0;
    for (int kd = s.firstTap(0, d); kd < s.endTap(0, d); kd++) {
      for (int kh = s.firstTap(1, h); kh < s.endTap(1, h); kh++) {
        int row = row(s, plane, d, kd, h, kh) + s.start(2, w);
        for (int kw = s.firstTap(2, w); kw < s.endTap(2, w); kw++) {
          sum += input[row + kw * s.dilations[2]];
        }
      }
    }
    return sum;
  }

  private static int row(Slide s, int plane, int d, int kd, int h, int kh) {
    int depth = s.start(0, d) + kd * s.dilations[0];
    int height = s.start(1, h) + kh * s.dilations[1];
    return plane + (depth * s.input[1] + height) * s.input[2];
  }

  private static int taps(Slide s, int axis, int out) {
    return s.endTap(axis, out) - s.firstTap(axis, out);
  }
}
