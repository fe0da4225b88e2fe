package dev.whittle.ir.reference;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Conv;
import dev.whittle.runtime.Tensor;
import java.util.Arrays;
import java.util.List;

/** Sums of products: convolution and fully connected layers. */
final class Convolution {
  private Convolution() {}

  static Tensor conv(Conv conv, List<Tensor> operands, TensorType type) {
    Tensor x = operands.get(0);
    float[] input = x.floats();
    float[] weight = operands.get(1).floats();
    float[] bias = operands.size() > 2 ? operands.get(2).floats() : null;
    Slide slide = new Slide(x, type, conv.kernel(), conv.strides(), conv.pads(), conv.dilations());
    int batch = x.size(0);
    int channels = operands.get(1).size(1);
    int outputs = operands.get(1).size(0);
    int perGroup = outputs / conv.groups();
    int taps = slide.kernel[0] * slide.kernel[1] * slide.kernel[2];
    double[] sums = new double[slide.outputSize()];
    float[] result = new float[batch * outputs * sums.length];
    for (int n = 0; n < batch; n++) {
      for (int o = 0; o < outputs; o++) {
        Arrays.fill(sums, bias == null ? 0 : bias[o]);
        int firstChannel = n * x.size(1) + o / perGroup * channels;
        for (int c = 0; c < channels; c++) {
          accumulate(
              slide,
              input,
              (firstChannel + c) * slide.inputSize(),
              weight,
              (o * channels + c) * taps,
              sums);
        }
        int base = (n * outputs + o) * sums.length;
        for (int i = 0; i < sums.length; i++) {
          result[base + i] = (float) sums[i];
        }
      }
    }
    return Rounding.tensor(type, result);
  }

  /** Adds one channel's share to the sums of one output plane. */
  private static void accumulate(
      Slide slide, float[] input, int inputBase, float[] weight, int weightBase, double[] sums) {
    int[] kernel = slide.kernel;
    for (int kd = 0; kd < kernel[0]; kd++) {
      for (int kh = 0; kh < kernel[1]; kh++) {
        for (int kw = 0; kw < kernel[2]; kw++) {
          double w = weight[weightBase + (kd * kernel[1] + kh) * kernel[2] + kw];
          int endD = slide.endOutput(0, kd);
          int endH = slide.endOutput(1, kh);
          int firstW = slide.firstOutput(2, kw);
          int endW = slide.endOutput(2, kw);
          int step = slide.stride(2);
          for (int d = slide.firstOutput(0, kd); d < endD; d++) {
            int plane = slide.start(0, d) + kd * slide.dilations[0];
            for (int h = slide.firstOutput(1, kh); h < endH; h++) {
              int row = slide.start(1, h) + kh * slide.dilations[1];
              int from =
                  inputBase
                      + (plane * slide.input[1] + row) * slide.input[2]
                      + slide.start(2, firstW)
                      + kw * slide.dilations[2];
              int to = (d * slide.output[1] + h) * slide.output[2];
              for (int i = firstW; i < endW; i++) {
                sums[to + i] += w * input[from + (i - firstW) * step];
              }
            }
          }
        }
      }
    }
  }

  static Tensor dense(List<Tensor> operands, TensorType type) {
    float[] x = operands.get(0).floats();
    float[] weight = operands.get(1).floats();
    float[] bias = operands.size() > 2 ? operands.get(2).floats() : null;
    int rows = operands.get(0).size(0);
    int inputs = operands.get(0).size(1);
    int outputs = operands.get(1).size(0);
    float[] result = new float[rows * outputs];
    for (int n = 0; n < rows; n++) {
      for (int o = 0; o < outputs; o++) {
        double sum = bias == null ? 0 : bias[o];
        for (int i = 0; i < inputs; i++) {
          sum += (double) x[n * inputs + i] * weight[o * inputs + i];
        }
        result[n * outputs + o] = (float) sum;
      }
    }
    return Rounding.tensor(type, result);
  }
}
