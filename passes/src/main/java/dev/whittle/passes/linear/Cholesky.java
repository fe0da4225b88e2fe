package dev.whittle.passes.linear;

import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/**
 * {@code A = L · Lᵀ} of a symmetric positive definite matrix.
 *
 * @param lower L
 */
public record Cholesky(Matrix lower) {
  /** The decomposition; nothing when {@code symmetric} is not positive definite. */
  public static Optional<Cholesky> of(Matrix symmetric) {
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky =
        DecompositionFactory_DDRM.chol(symmetric.rows(), true);
    return cholesky.decompose(symmetric.shared().copy())
        ? Optional.of(new Cholesky(Matrix.of(cholesky.getT(null))))
        : Optional.empty();
  }

  /** The X of {@code A · X = right}. */
  public Matrix solve(Matrix right) {
    int size = lower.rows();
    int width = right.columns();
    double[] x = solveLower(right).values();
    for (int row = size - 1; row >= 0; row--) {
      for (int k = row + 1; k < size; k++) {
        subtract(x, row, lower.get(k, row), k, width);
      }
      divide(x, row, lower.get(row, row), width);
    }
    return new Matrix(size, width, x);
  }

  /** The X of {@code L · X = right}. */
  public Matrix solveLower(Matrix right) {
    int width = right.columns();
    double[] x = right.values().clone();
    for (int row = 0; row < lower.rows(); row++) {
      for (int k = 0; k < row; k++) {
        subtract(x, row, lower.get(row, k), k, width);
      }
      divide(x, row, lower.get(row, row), width);
    }
    return new Matrix(lower.rows(), width, x);
  }

  private static void subtract(double[] x, int row, double factor, int from, int width) {
    for (int i = 0; i < width; i++) {
      x[row * width + i] -= factor * x[from * width + i];
    }
  }

  private static void divide(double[] x, int row, double divisor, int width) {
    for (int i = 0; i < width; i++) {
      x[row * width + i] /= divisor;
    }
  }
}
