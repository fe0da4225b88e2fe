package dev.whittle.passes.calibrate;

import dev.whittle.passes.linear.Matrix;

/**
 * {@code up · down · x + bias}, an affine map of low rank.
 *
 * @param up d x r
 * @param down r x d
 */
public record Projection(Matrix up, Matrix down, double[] bias) {
  /** The map of each row. */
  public Matrix of(Matrix rows) {
    double[] mapped = rows.times(down.transpose()).times(up.transpose()).values();
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] += bias[i % bias.length];
    }
    return new Matrix(rows.rows(), up.rows(), mapped);
  }

  /** {@code up · down · x} of one column. */
  double[] linear(double[] x) {
    return up.times(down.times(new Matrix(x.length, 1, x))).values();
  }
}
