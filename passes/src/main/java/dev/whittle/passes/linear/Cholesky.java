package dev.whittle.passes.linear;

import java.util.Arrays;
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
  /** Rows that are solved one by one; what they share with others is products. */
  private static final int BLOCK = 32;

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
    return solveUpper(solveLower(right));
  }

  /** The X of {@code L · X = right}. */
  public Matrix solveLower(Matrix right) {
    int size = lower.rows();
    int width = right.columns();
    double[] x = right.values().clone();
    for (int start = 0; start < size; start += BLOCK) {
      int end = Math.min(size, start + BLOCK);
      double[] known = Product.of(end - start, start, width, left(start, end), x);
      for (int i = 0; i < known.length; i++) {
        x[start * width + i] -= known[i];
      }
      for (int row = start; row < end; row++) {
        for (int k = start; k < row; k++) {
          subtract(x, row, lower.get(row, k), k, width);
        }
        divide(x, row, lower.get(row, row), width);
      }
    }
    return new Matrix(size, width, x);
  }

  /** The X of {@code Lᵀ · X = right}. */
  public Matrix solveUpper(Matrix right) {
    int size = lower.rows();
    int width = right.columns();
    double[] x = right.values().clone();
    for (int end = size; end > 0; end -= BLOCK) {
      int start = Math.max(0, end - BLOCK);
      double[] below = Arrays.copyOfRange(x, end * width, size * width);
      double[] known = Product.of(end - start, size - end, width, below(start, end), below);
      for (int i = 0; i < known.length; i++) {
        x[start * width + i] -= known[i];
      }
      for (int row = end - 1; row >= start; row--) {
        for (int k = row + 1; k < end; k++) {
          subtract(x, row, lower.get(k, row), k, width);
        }
        divide(x, row, lower.get(row, row), width);
      }
    }
    return new Matrix(size, width, x);
  }

  /** L's rows of a block, left of the block. */
  private double[] left(int start, int end) {
    double[] part = new double[(end - start) * start];
    for (int row = start; row < end; row++) {
      for (int k = 0; k < start; k++) {
        part[(row - start) * start + k] = lower.get(row, k);
      }
    }
    return part;
  }

  /** L's columns of a block, below the block, as rows. */
  private double[] below(int start, int end) {
    int count = lower.rows() - end;
    double[] part = new double[(end - start) * count];
    for (int row = start; row < end; row++) {
      for (int k = 0; k < count; k++) {
        part[(row - start) * count + k] = lower.get(end + k, row);
      }
    }
    return part;
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
