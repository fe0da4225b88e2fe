package dev.whittle.passes.calibrate;

import dev.whittle.passes.linear.Cholesky;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.linear.Svd;
import dev.whittle.passes.linear.SymmetricEigen;
import java.util.Arrays;

/**
 * Reduced-rank regression (Zhang et al. 2016, section 2.2.1): the M of rank r and the b that
 * minimise {@code Σ ‖z − (M · x + b)‖² + ridge · ‖M − I‖²}. The ridge draws towards the identity,
 * so what z does not tell is left as it is; where z is x, M projects onto the leading principal
 * components, and is the identity at full rank.
 */
public final class ReducedRank {
  /** Up to this size all eigenvectors are worked out, beyond only the leading ones. */
  private static final int SMALL = 256;

  private final double[] mean;
  private final double ridge;
  private final Cholesky root;

  /**
   * Regressors with this mean and scatter.
   *
   * @param gram {@code Σ (x − x̄) · (x − x̄)ᵀ}
   * @param relative the ridge, relative to the mean of the gram's diagonal; positive
   */
  public ReducedRank(double[] mean, Matrix gram, double relative) {
    int size = mean.length;
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += gram.get(i, i);
    }
    this.mean = mean.clone();
    this.ridge = trace == 0 ? 1 : relative * trace / size;
    this.root =
        Cholesky.of(plusRidge(gram))
            .orElseThrow(() -> new ArithmeticException("is there a NaN or an infinity?"));
  }

  private Matrix plusRidge(Matrix square) {
    double[] values = square.values().clone();
    for (int i = 0; i < square.rows(); i++) {
      values[i * square.columns() + i] += ridge;
    }
    return new Matrix(square.rows(), square.columns(), values);
  }

  /**
   * The best map to targets with this mean.
   *
   * @param cross {@code Σ (x − x̄) · (z − z̄)ᵀ}, square
   */
  public Projection solve(Matrix cross, double[] target, int rank) {
    Matrix whitened = root.solveLower(plusRidge(cross));
    Matrix up = leading(whitened, rank);
    Matrix down = root.solve(plusRidge(cross)).times(up).transpose();
    double[] bias = target.clone();
    double[] shift = new Projection(up, down, bias).linear(mean);
    Arrays.setAll(bias, i -> target[i] - shift[i]);
    return new Projection(up, down, bias);
  }

  /** The leading right singular vectors. */
  private static Matrix leading(Matrix matrix, int rank) {
    return matrix.columns() <= SMALL
        ? SymmetricEigen.of(matrix.gram()).vectors().leading(rank)
        : Svd.leading(matrix, rank).right();
  }
}
