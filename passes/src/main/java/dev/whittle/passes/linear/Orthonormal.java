package dev.whittle.passes.linear;

import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;

/** Orthonormal bases. */
final class Orthonormal {
  /** The least of L's diagonal to its largest at which squares still have digits enough. */
  private static final double INDEPENDENT = 1e-6;

  private Orthonormal() {}

  /**
   * Orthonormal columns that span those of {@code matrix}, which has no fewer rows than columns: by
   * Cholesky twice (Yamamoto, Nakatsukasa, Yanagisawa and Fukaya 2015), which is all products, or
   * by Householder's reflections where columns are nearly dependent.
   */
  static Matrix of(Matrix matrix) {
    return whitened(matrix).flatMap(Orthonormal::whitened).orElseGet(() -> reflected(matrix));
  }

  /** Columns multiplied by L⁻ᵀ of their gram matrix L · Lᵀ; nothing when nearly dependent. */
  private static Optional<Matrix> whitened(Matrix matrix) {
    return Cholesky.of(matrix.gram())
        .filter(Orthonormal::isIndependent)
        .map(root -> root.solveLower(matrix.transpose()).transpose());
  }

  private static boolean isIndependent(Cholesky root) {
    double least = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (int i = 0; i < root.lower().rows(); i++) {
      double element = root.lower().get(i, i);
      least = Math.min(least, element);
      largest = Math.max(largest, element);
    }
    return least > INDEPENDENT * largest;
  }

  private static Matrix reflected(Matrix matrix) {
    QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(matrix.rows(), matrix.columns());
    if (!qr.decompose(matrix.shared().copy())) {
      throw new ArithmeticException("no basis: is there a NaN or an infinity?");
    }
    return Matrix.of(qr.getQ(null, true));
  }
}
