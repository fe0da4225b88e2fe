package dev.whittle.passes.prune;

import dev.whittle.passes.linear.Matrix;

/**
 * How alike outputs of a layer are up to positive factors (Srinivas and Babu 2015): with weights w
 * and bias b of each divided by ‖w‖, {@code ‖wᵢ − wⱼ‖ / ‖wᵢ + wⱼ‖ + |bᵢ − bⱼ| / |bᵢ + bⱼ|}.
 * Proportional outputs have the distance 0.
 */
final class Similarity {
  private final double[] lengths;
  private final double[] bias;
  private final Matrix cosines;

  /**
   * Of the rows of {@code weights}.
   *
   * @param bias one for each row
   */
  Similarity(Matrix weights, double[] bias) {
    int rows = weights.rows();
    this.lengths = new double[rows];
    this.bias = bias.clone();
    double[] unit = weights.values().clone();
    for (int row = 0; row < rows; row++) {
      double energy = 0;
      for (int i = 0; i < weights.columns(); i++) {
        energy += weights.get(row, i) * weights.get(row, i);
      }
      lengths[row] = Math.sqrt(energy);
      double factor = energy == 0 ? 0 : 1 / lengths[row];
      this.bias[row] *= energy == 0 ? 1 : factor;
      for (int i = 0; i < weights.columns(); i++) {
        unit[row * weights.columns() + i] *= factor;
      }
    }
    Matrix units = new Matrix(rows, weights.columns(), unit);
    this.cosines = units.times(units.transpose());
  }

  /** ‖w‖. */
  double length(int row) {
    return lengths[row];
  }

  /** Whether the output is 0 whatever comes in, behind what keeps 0. */
  boolean isNothing(int row) {
    return lengths[row] == 0 && bias[row] == 0;
  }

  /** By what the output {@code kept} is multiplied to stand for {@code gone}. */
  double factor(int kept, int gone) {
    return isNothing(gone) ? 0 : lengths[gone] / lengths[kept];
  }

  /** The distance when {@code kept} is to stand for {@code gone}; infinite when it cannot. */
  double distance(int kept, int gone) {
    if (isNothing(gone)) {
      return 0;
    }
    if (lengths[gone] == 0 || lengths[kept] == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double cosine = Math.clamp(cosines.get(kept, gone), -1.0, 1.0);
    double difference = Math.abs(bias[kept] - bias[gone]);
    double ofBias = difference == 0 ? 0 : difference / Math.abs(bias[kept] + bias[gone]);
    return Math.sqrt((1 - cosine) / (1 + cosine)) + ofBias;
  }
}
