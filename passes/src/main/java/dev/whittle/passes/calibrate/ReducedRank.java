package dev.whittle.passes.calibrate;

import dev.whittle.passes.linear.Cholesky;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.linear.Svd;
import dev.whittle.passes.linear.SymmetricEigen;
import java.util.Arrays;

/**
 * Reduced-rank regression (Zhang et al. 2016, section 2.2.1): the M of rank r and the b that
 * minimise {@code Σ ‖z − (M · x + b)‖² + ridge · ‖M − P‖²}. The ridge draws towards P, which is the
 * identity unless told otherwise, so what z does not tell is left as it is; where z is x, M
 * projects onto the leading principal components, and is the identity at full rank.
 */
public final class ReducedRank {
  /** Up to this size all eigenvectors are worked out, beyond only the leading ones. */
  private static final int SMALL = 256;

  private final double[] mean;
  private final double ridge;
  private final Cholesky root;
  private final Matrix drawn;

  /** Regressors with this mean and scatter, M drawn towards the identity. */
  public ReducedRank(double[] mean, Matrix gram, double relative) {
    this(mean, gram, relative, Matrix.identity(mean.length));
  }

  /**
   * Regressors with this mean and scatter.
   *
   * @param gram {@code Σ (x − x̄) · (x − x̄)ᵀ}
   * @param relative the ridge, relative to the mean of the gram's diagonal; positive
   * @param prior P, square
   */
  public ReducedRank(double[] mean, Matrix gram, double relative, Matrix prior) {
    int size = mean.length;
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += gram.get(i, i);
    }
    this.mean = mean.clone();
    this.ridge = trace == 0 ? 1 : relative * trace / size;
    this.drawn = plus(Matrix.zeros(size, size), prior.transpose());
    this.root =
        Cholesky.of(plus(gram, Matrix.identity(size)))
            .orElseThrow(() -> new ArithmeticException("is there a NaN or an infinity?"));
  }

  private Matrix plus(Matrix sum, Matrix towards) {
    double[] values = sum.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += ridge * towards.values()[i];
    }
    return new Matrix(sum.rows(), sum.columns(), values);
  }

  /**
   * The best map to targets with this mean.
   *
   * @param cross {@code Σ (x − x̄) · (z − z̄)ᵀ}, square
   */
  public Projection solve(Matrix cross, double[] target, int rank) {
    Matrix half = root.solveLower(cross.plus(drawn));
    Matrix up = leading(half, rank);
    Matrix down = root.solveUpper(half.times(up)).transpose();
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
