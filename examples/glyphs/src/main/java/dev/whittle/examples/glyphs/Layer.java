package dev.whittle.examples.glyphs;

import java.util.Arrays;
import java.util.List;

/**
 * A convolution of stride 1 with its weights.
 *
 * @param kernel rows and columns of the kernel
 * @param pad rows and columns of zeros on every side
 */
record Layer(
    String name, int inputs, int outputs, int kernel, int pad, float[] weight, float[] bias) {
  List<Weight> weights() {
    return List.of(
        Weight.of(name + ".weight", weight, outputs, inputs, kernel, kernel),
        Weight.of(name + ".bias", bias, outputs));
  }

  /**
   * The convolution by definition. A map is summed up in rows as long as the padded input's and
   * four weights at a time, in long loops; the columns beyond the result are dropped.
   */
  Maps apply(Maps in) {
    Maps padded = in.pad(pad);
    int stride = padded.size();
    int size = stride - kernel + 1;
    int taps = inputs * kernel * kernel;
    int[] offsets = new int[Math.ceilDiv(taps, 4) * 4];
    for (int i = 0; i < taps; i++) {
      offsets[i] = (i / (kernel * kernel) * stride + i / kernel % kernel) * stride + i % kernel;
    }
    float[] wide = new float[(size - 1) * stride + size];
    float[] out = new float[outputs * size * size];
    for (int o = 0; o < outputs; o++) {
      Arrays.fill(wide, bias[o]);
      float[] w =
          Arrays.copyOf(Arrays.copyOfRange(weight, o * taps, (o + 1) * taps), offsets.length);
      for (int i = 0; i < taps; i += 4) {
        add(wide, w, padded.values(), offsets, i);
      }
      for (int y = 0; y < size; y++) {
        System.arraycopy(wide, y * stride, out, (o * size + y) * size, size);
      }
    }
    return new Maps(outputs, size, out);
  }

  private static void add(float[] sum, float[] w, float[] values, int[] offsets, int at) {
    float w0 = w[at];
    float w1 = w[at + 1];
    float w2 = w[at + 2];
    float w3 = w[at + 3];
    int o0 = offsets[at];
    int o1 = offsets[at + 1];
    int o2 = offsets[at + 2];
    int o3 = offsets[at + 3];
    for (int i = 0; i < sum.length; i++) {
      sum[i] +=
          w0 * values[o0 + i] + w1 * values[o1 + i] + w2 * values[o2 + i] + w3 * values[o3 + i];
    }
  }
}
