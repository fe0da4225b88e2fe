package dev.whittle.ir.reference;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.LocalResponseNorm;
import dev.whittle.ir.op.Softmax;
import dev.whittle.runtime.Tensor;
import java.util.List;

/** Ops that scale an element by statistics of others. */
final class Normalisation {
  private Normalisation() {}

  static Tensor batch(BatchNorm norm, List<Tensor> operands, TensorType type) {
    float[] x = operands.get(0).floats();
    float[] scale = operands.get(1).floats();
    float[] shift = operands.get(2).floats();
    float[] mean = operands.get(3).floats();
    float[] variance = operands.get(4).floats();
    int plane = x.length / operands.get(0).size(0) / scale.length;
    float[] result = new float[x.length];
    for (int i = 0; i < result.length; i++) {
      int c = i / plane % scale.length;
      double deviation = Math.sqrt((double) variance[c] + norm.epsilon());
      result[i] = (float) (scale[c] * ((double) x[i] - mean[c]) / deviation + shift[c]);
    }
    return Rounding.tensor(type, result);
  }

  static Tensor softmax(Softmax softmax, Tensor x, TensorType type) {
    float[] input = x.floats();
    int axis = softmax.axis() < 0 ? softmax.axis() + x.rank() : softmax.axis();
    int size = x.size(axis);
    int stride = 1;
    for (int i = axis + 1; i < x.rank(); i++) {
      stride *= x.size(i);
    }
    float[] result = new float[input.length];
    for (int outer = 0; outer < input.length; outer += size * stride) {
      for (int from = outer; from < outer + stride; from++) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
          max = Math.max(max, input[from + i * stride]);
        }
        double sum = 0;
        for (int i = 0; i < size; i++) {
          sum += Math.exp(input[from + i * stride] - max);
        }
        for (int i = 0; i < size; i++) {
          result[from + i * stride] = (float) (Math.exp(input[from + i * stride] - max) / sum);
        }
      }
    }
    return Rounding.tensor(type, result);
  }

  static Tensor localResponse(LocalResponseNorm norm, Tensor x, TensorType type) {
    float[] input = x.floats();
    int channels = x.size(1);
    int plane = input.length / x.size(0) / channels;
    float[] result = new float[input.length];
    for (int i = 0; i < result.length; i++) {
      int c = i / plane % channels;
      double divisor = norm.bias() + norm.alpha() / (double) norm.size() * squares(norm, x, i, c);
      result[i] = (float) (input[i] / Math.pow(divisor, norm.beta()));
    }
    return Rounding.tensor(type, result);
  }

  private static double squares(LocalResponseNorm norm, Tensor x, int at, int channel) {
    float[] input = x.floats();
    int plane = input.length / x.size(0) / x.size(1);
    int first = Math.max(0, channel - (norm.size() - 1) / 2);
    int last = Math.min(x.size(1) - 1, channel + norm.size() / 2);
    double sum = 0;
    for (int c = first; c <= last; c++) {
      double value = input[at + (c - channel) * plane];
      sum += value * value;
    }
    return sum;
  }
}
