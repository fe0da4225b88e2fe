package dev.whittle.passes.linear;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * {@code A ≈ left · diag(values) · rightᵀ}, the thin singular value decomposition or its leading
 * part.
 *
 * @param left orthonormal columns; the largest element of each is positive
 * @param values largest first, none negative
 * @param right orthonormal columns
 */
public record Svd(Matrix left, double[] values, Matrix right) {
  /** Columns a random sketch has beyond the rank wanted (Halko, Martinsson and Tropp 2011). */
  private static final int OVERSAMPLING = 16;

  /** Power iterations; weights' singular values fall slowly. */
  private static final int ITERATIONS = 4;

  private static final long SEED = 0x5eed;

  /** A sketch of so many times as many columns is cheaper than the whole. */
  private static final int WORTHWHILE = 3;

  private static final int LARGE = 256;

  /** Squares of values below this share of the largest lose too many digits. */
  private static final double SMALL = 1e-4;

  /** The whole decomposition. */
  public static Svd of(Matrix matrix) {
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(matrix.rows(), matrix.columns(), true, true, true);
    if (!svd.decompose(matrix.shared().copy())) {
      throw new ArithmeticException("no singular values: is there a NaN or an infinity?");
    }
    double[] values = svd.getSingularValues();
    int rank = Math.min(matrix.rows(), matrix.columns());
    int[] order =
        IntStream.range(0, rank)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    Matrix left = pick(Matrix.of(svd.getU(null, false)), order);
    Matrix right = pick(Matrix.of(svd.getV(null, false)), order);
    Signs.turn(right, Signs.fix(left));
    return new Svd(left, Arrays.stream(order).mapToDouble(i -> values[i]).toArray(), right);
  }

  /**
   * The leading {@code rank} parts. Few parts of a large matrix come from randomised subspace
   * iteration with a fixed seed, and are nearly the best; all others are exact.
   */
  public static Svd leading(Matrix matrix, int rank) {
    int least = Math.min(matrix.rows(), matrix.columns());
    if (least <= LARGE) {
      return of(matrix).truncate(rank);
    }
    return WORTHWHILE * (rank + OVERSAMPLING) < least
        ? sketch(matrix, rank)
        : squared(matrix, Math.min(rank, least));
  }

  /**
   * By the eigenvectors of the smaller gram matrix, where no value wanted is too small for that.
   */
  private static Svd squared(Matrix matrix, int rank) {
    boolean isWide = matrix.rows() < matrix.columns();
    Matrix tall = isWide ? matrix.transpose() : matrix;
    SymmetricEigen eigen = SymmetricEigen.of(tall.gram());
    double[] values =
        Arrays.stream(eigen.values()).limit(rank).map(v -> Math.sqrt(Math.max(0, v))).toArray();
    if (values[rank - 1] <= SMALL * values[0]) {
      return of(matrix).truncate(rank);
    }
    Matrix narrow = eigen.vectors().leading(rank);
    double[] inverse = Arrays.stream(values).map(v -> 1 / v).toArray();
    Matrix wide = tall.times(narrow).scaleColumns(inverse);
    Matrix left = isWide ? narrow : wide;
    Matrix right = isWide ? wide : narrow;
    Signs.turn(right, Signs.fix(left));
    return new Svd(left, values, right);
  }

  /** Randomised subspace iteration, whatever the size. */
  static Svd sketch(Matrix matrix, int rank) {
    int width = Math.min(rank + OVERSAMPLING, Math.min(matrix.rows(), matrix.columns()));
    SplittableRandom random = new SplittableRandom(SEED);
    Matrix sketch = Matrix.zeros(matrix.columns(), width);
    Arrays.setAll(sketch.values(), i -> random.nextGaussian());
    Matrix transposed = matrix.transpose();
    Matrix basis = Orthonormal.of(matrix.times(sketch));
    for (int i = 0; i < ITERATIONS; i++) {
      basis = Orthonormal.of(matrix.times(Orthonormal.of(transposed.times(basis))));
    }
    Svd small = squared(basis.transpose().times(matrix), Math.min(rank, width));
    Matrix left = basis.times(small.left);
    Signs.turn(small.right, Signs.fix(left));
    return new Svd(left, small.values, small.right).truncate(rank);
  }

  /** All singular values, largest first; those below 1e-7 of the largest may be rough. */
  public static double[] values(Matrix matrix) {
    int least = Math.min(matrix.rows(), matrix.columns());
    if (least <= LARGE) {
      return of(matrix).values();
    }
    Matrix tall = matrix.rows() < matrix.columns() ? matrix.transpose() : matrix;
    return Arrays.stream(SymmetricEigen.values(tall.gram()))
        .map(v -> Math.sqrt(Math.max(0, v)))
        .toArray();
  }

  /** The first {@code rank} parts; itself when it has no more. */
  public Svd truncate(int rank) {
    return rank >= values.length
        ? this
        : new Svd(left.leading(rank), Arrays.copyOf(values, rank), right.leading(rank));
  }

  public Matrix product() {
    return left.scaleColumns(values).times(right.transpose());
  }

  private static Matrix pick(Matrix matrix, int[] columns) {
    Matrix picked = Matrix.zeros(matrix.rows(), columns.length);
    for (int row = 0; row < matrix.rows(); row++) {
      for (int i = 0; i < columns.length; i++) {
        picked.values()[row * columns.length + i] = matrix.get(row, columns[i]);
      }
    }
    return picked;
  }
}
