package dev.whittle.examples.digits.train;

import java.util.Arrays;
import java.util.Random;

/**
 * A convolution without padding and its derivatives. A dense layer is one whose kernel is as large
 * as its input.
 */
final class Convolution {
  private final int inputs;
  private final int outputs;
  private final int kernel;
  private final float[] weight;
  private final float[] bias;

  /** Weights drawn as He et al. (arXiv 1502.01852) do for rectifiers, no bias. */
  Convolution(int inputs, int outputs, int kernel, Random random) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.kernel = kernel;
    this.weight = new float[outputs * inputs * kernel * kernel];
    this.bias = new float[outputs];
    double spread = Math.sqrt(2.0 / (inputs * kernel * kernel));
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) (spread * random.nextGaussian());
    }
  }

  /** Outputs x inputs x kernel x kernel. */
  float[] weight() {
    return weight;
  }

  float[] bias() {
    return bias;
  }

  Maps apply(Maps input) {
    Maps output = Maps.zeros(outputs, input.size() - kernel + 1);
    int row = output.size() * Maps.PICTURES;
    for (int o = 0; o < outputs; o++) {
      for (int y = 0; y < output.size(); y++) {
        int target = output.at(o, y, 0);
        for (int i = 0; i < row; i++) {
          output.values()[target + i] = bias[o];
        }
        for (int k = 0; k < inputs * kernel * kernel; k++) {
          float factor = weight[o * inputs * kernel * kernel + k];
          Rows.addScaled(output.values(), target, input.values(), source(input, k, y), factor, row);
        }
      }
    }
    return output;
  }

  /**
   * Adds the loss' derivatives by weight and bias to {@code gradient}.
   *
   * @param slope the loss' derivatives by the output
   */
  void differentiate(Maps input, Maps slope, Gradient gradient) {
    int row = slope.size() * Maps.PICTURES;
    float[] products = new float[row];
    for (int o = 0; o < outputs; o++) {
      for (int y = 0; y < slope.size(); y++) {
        gradient.bias()[o] += Rows.sum(slope.values(), slope.at(o, y, 0), row);
      }
      for (int k = 0; k < inputs * kernel * kernel; k++) {
        Arrays.fill(products, 0);
        for (int y = 0; y < slope.size(); y++) {
          Rows.addProducts(
              products, slope.values(), slope.at(o, y, 0), input.values(), source(input, k, y));
        }
        gradient.weight()[o * inputs * kernel * kernel + k] += Rows.sum(products, 0, row);
      }
    }
  }

  /** The loss' derivatives by the input, from those by the output. */
  Maps slope(Maps input, Maps slope) {
    Maps result = Maps.zeros(inputs, input.size());
    int row = slope.size() * Maps.PICTURES;
    for (int o = 0; o < outputs; o++) {
      for (int k = 0; k < inputs * kernel * kernel; k++) {
        float factor = weight[o * inputs * kernel * kernel + k];
        for (int y = 0; y < slope.size(); y++) {
          Rows.addScaled(
              result.values(), source(input, k, y), slope.values(), slope.at(o, y, 0), factor, row);
        }
      }
    }
    return result;
  }

  /** Where the input meets the output's row {@code y} under tap {@code k} of the kernel. */
  private int source(Maps input, int k, int y) {
    int channel = k / (kernel * kernel);
    return input.at(channel, y + k / kernel % kernel, k % kernel);
  }
}
