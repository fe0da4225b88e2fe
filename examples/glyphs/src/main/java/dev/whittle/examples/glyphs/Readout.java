package dev.whittle.examples.glyphs;

import java.util.List;

/**
 * The last layer in closed form: ridge regression of the classes on the features, {@code W = T Xᵀ
 * (X Xᵀ + λ I)⁻¹}, by Cholesky decomposition.
 */
final class Readout {
  private final int inputs;
  private final int classes;
  private final double[][] gram;
  private final double[][] targets;
  private int count;

  Readout(int inputs, int classes) {
    this.inputs = inputs + 1;
    this.classes = classes;
    this.gram = new double[this.inputs][this.inputs];
    this.targets = new double[classes][this.inputs];
  }

  /** Takes note of one example. */
  void add(float[] features, int label) {
    double[] x = new double[inputs];
    for (int i = 0; i < features.length; i++) {
      x[i] = features[i];
    }
    x[inputs - 1] = 1;
    for (int i = 0; i < inputs; i++) {
      double factor = x[i];
      if (factor != 0) {
        double[] row = gram[i];
        for (int j = 0; j <= i; j++) {
          row[j] += factor * x[j];
        }
      }
    }
    for (int j = 0; j < inputs; j++) {
      targets[label][j] += x[j];
    }
    count++;
  }

  /**
   * Solves for the weights.
   *
   * @param ridge λ as a fraction of the features' mean square
   * @param sharpness what the regression's answers are multiplied by before the softmax
   */
  List<Weight> solve(double ridge, double sharpness) {
    double trace = 0;
    for (int i = 0; i < inputs; i++) {
      trace += gram[i][i];
    }
    double[][] root = cholesky(ridge * trace / inputs);
    float[] weight = new float[classes * (inputs - 1)];
    float[] bias = new float[classes];
    for (int c = 0; c < classes; c++) {
      double[] row = substitute(root, targets[c]);
      for (int i = 0; i < inputs - 1; i++) {
        weight[c * (inputs - 1) + i] = (float) (sharpness * row[i]);
      }
      bias[c] = (float) (sharpness * row[inputs - 1]);
    }
    return List.of(
        Weight.of("answer.weight", weight, classes, inputs - 1),
        Weight.of("answer.bias", bias, classes));
  }

  private double[][] cholesky(double lambda) {
    double[][] root = new double[inputs][];
    for (int i = 0; i < inputs; i++) {
      double[] row = java.util.Arrays.copyOf(gram[i], i + 1);
      row[i] += lambda;
      for (int j = 0; j <= i; j++) {
        double[] other = j == i ? row : root[j];
        double sum = row[j];
        for (int k = 0; k < j; k++) {
          sum -= row[k] * other[k];
        }
        row[j] = j == i ? Math.sqrt(sum) : sum / other[j];
      }
      root[i] = row;
    }
    return root;
  }

  private double[] substitute(double[][] root, double[] target) {
    double[] y = new double[inputs];
    for (int i = 0; i < inputs; i++) {
      double sum = target[i];
      for (int k = 0; k < i; k++) {
        sum -= root[i][k] * y[k];
      }
      y[i] = sum / root[i][i];
    }
    for (int i = inputs - 1; i >= 0; i--) {
      y[i] /= root[i][i];
      for (int k = 0; k < i; k++) {
        y[k] -= root[i][k] * y[i];
      }
    }
    return y;
  }
}
