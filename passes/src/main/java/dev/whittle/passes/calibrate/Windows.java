package dev.whittle.passes.calibrate;

import dev.whittle.ir.Node;
import dev.whittle.ir.op.Conv;
import dev.whittle.runtime.Tensor;

/** What a layer reads at places of its result, a row for each: the rows of im2col. */
final class Windows {
  private final Conv conv;
  private final Tensor x;
  private final int[] results;

  private Windows(Conv conv, Tensor x, int[] results) {
    this.conv = conv;
    this.x = x;
    this.results = results;
  }

  /**
   * What one group of {@code layer}, a convolution or dense, reads: as many numbers for each place
   * as one of its filters has weights, in the same order.
   *
   * @param results the sizes of the layer's result
   */
  static float[] rows(Node layer, Tensor x, int[] results, int[] places, int group) {
    return layer.op() instanceof Conv conv
        ? new Windows(conv, x, results).rows(places, group)
        : Sampler.rows(x, places);
  }

  private float[] rows(int[] places, int group) {
    int channels = x.size(1) / conv.groups();
    int taps = conv.kernel().stream().reduce(1, Math::multiplyExact);
    int area = area(results);
    int inputs = area(x.shape());
    float[] values = x.floats();
    float[] rows = new float[places.length * channels * taps];
    for (int row = 0; row < places.length; row++) {
      int item = places[row] / area;
      for (int tap = 0; tap < taps; tap++) {
        int from = input(places[row] % area, tap);
        for (int channel = 0; channel < channels && from >= 0; channel++) {
          int plane = item * x.size(1) + group * channels + channel;
          rows[(row * channels + channel) * taps + tap] = values[plane * inputs + from];
        }
      }
    }
    return rows;
  }

  private static int area(int[] sizes) {
    int area = 1;
    for (int i = 2; i < sizes.length; i++) {
      area *= sizes[i];
    }
    return area;
  }

  /** Where in a plane of x the weight {@code tap} meets the place; −1 in the padding. */
  private int input(int place, int tap) {
    int at = 0;
    int factor = 1;
    int placeLeft = place;
    int tapLeft = tap;
    for (int axis = conv.kernel().size() - 1; axis >= 0; axis--) {
      int kernel = conv.kernel().get(axis);
      int result = results[axis + 2];
      int position =
          placeLeft % result * conv.strides().get(axis)
              - conv.pads().get(axis)
              + tapLeft % kernel * conv.dilations().get(axis);
      if (position < 0 || position >= x.size(axis + 2)) {
        return -1;
      }
      at += position * factor;
      factor *= x.size(axis + 2);
      placeLeft /= result;
      tapLeft /= kernel;
    }
    return at;
  }
}
