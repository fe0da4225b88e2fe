package dev.whittle.passes.linear;

import java.util.Arrays;

/** Regression: the X that minimises {@code ‖A · X − B‖² + ridge · ‖X‖²}. */
public final class LeastSquares {
  /** How many ridges of ten times the last are tried on a matrix that is nearly singular. */
  private static final int TRIES = 12;

  private LeastSquares() {}

  /**
   * X for an A with a row for each observation.
   *
   * @param ridge relative to the mean square of A's columns, 0 or more
   */
  public static Matrix solve(Matrix a, Matrix b, double ridge) {
    return normal(a.gram(), a.transpose().times(b), ridge);
  }

  /**
   * X from sums over observations, {@code gram = AᵀA} and {@code cross = AᵀB}. Where the equations
   * are singular to working precision the ridge is raised until they are not.
   *
   * @param ridge relative to the mean of the gram's diagonal, 0 or more
   */
  public static Matrix normal(Matrix gram, Matrix cross, double ridge) {
    int size = gram.rows();
    double mean = 0;
    for (int i = 0; i < size; i++) {
      mean += gram.get(i, i) / size;
    }
    if (mean == 0) {
      return Matrix.zeros(size, cross.columns());
    }
    double term = ridge;
    for (int i = 0; i < TRIES; i++) {
      double[] values = Arrays.copyOf(gram.values(), gram.values().length);
      for (int at = 0; at < size; at++) {
        values[at * size + at] += term * mean;
      }
      var cholesky = Cholesky.of(new Matrix(size, size, values));
      if (cholesky.isPresent()) {
        return cholesky.get().solve(cross);
      }
      term = Math.max(10 * term, 1e-14);
    }
    throw new ArithmeticException("no solution: is there a NaN or an infinity?");
  }
}
