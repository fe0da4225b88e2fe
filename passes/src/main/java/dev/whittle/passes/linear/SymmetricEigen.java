package dev.whittle.passes.linear;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * {@code A = V · diag(values) · Vᵀ} of a symmetric matrix.
 *
 * @param values largest first
 * @param vectors orthonormal columns in the same order; the largest element of each is positive
 */
public record SymmetricEigen(double[] values, Matrix vectors) {
  /** The decomposition of {@code symmetric}, of which only one triangle need be right. */
  public static SymmetricEigen of(Matrix symmetric) {
    int size = symmetric.rows();
    EigenDecomposition_F64<DMatrixRMaj> eigen = decompose(symmetric, true);
    Integer[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -eigen.getEigenvalue(i).real))
            .toArray(Integer[]::new);
    double[] values = new double[size];
    Matrix vectors = Matrix.zeros(size, size);
    for (int i = 0; i < size; i++) {
      values[i] = eigen.getEigenvalue(order[i]).real;
      double[] vector = eigen.getEigenVector(order[i]).getData();
      for (int row = 0; row < size; row++) {
        vectors.values()[row * size + i] = vector[row];
      }
    }
    Signs.fix(vectors);
    return new SymmetricEigen(values, vectors);
  }

  /** The values alone, largest first. */
  public static double[] values(Matrix symmetric) {
    EigenDecomposition_F64<DMatrixRMaj> eigen = decompose(symmetric, false);
    double[] values =
        IntStream.range(0, symmetric.rows())
            .mapToDouble(i -> -eigen.getEigenvalue(i).real)
            .sorted()
            .toArray();
    return Arrays.stream(values).map(v -> -v).toArray();
  }

  private static EigenDecomposition_F64<DMatrixRMaj> decompose(Matrix symmetric, boolean vectors) {
    if (symmetric.rows() != symmetric.columns()) {
      throw new IllegalArgumentException(
          "%d x %d is not symmetric".formatted(symmetric.rows(), symmetric.columns()));
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(symmetric.rows(), vectors, true);
    if (!eigen.decompose(symmetric.shared().copy())) {
      throw new ArithmeticException("no eigenvalues: is there a NaN or an infinity?");
    }
    return eigen;
  }
}
