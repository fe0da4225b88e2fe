package dev.whittle.passes.linear;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;

/** Orthonormal bases. */
final class Orthonormal {
  private Orthonormal() {}

  /**
   * Orthonormal columns that span those of {@code matrix}, which has no fewer rows than columns.
   */
  static Matrix of(Matrix matrix) {
    QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(matrix.rows(), matrix.columns());
    if (!qr.decompose(matrix.shared().copy())) {
      throw new ArithmeticException("no basis: is there a NaN or an infinity?");
    }
    return Matrix.of(qr.getQ(null, true));
  }
}
