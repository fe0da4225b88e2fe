package dev.whittle.passes.linear;

import java.util.ArrayList;
import java.util.List;

/**
 * An outer product of one vector for each axis, scaled.
 *
 * @param vectors of norm 1
 */
public record RankOne(double scale, List<double[]> vectors) {
  private static final int SWEEPS = 100;
  private static final double SETTLED = 1e-12;

  public RankOne {
    vectors = List.copyOf(vectors);
  }

  /**
   * An outer product near {@code tensor}: each vector in turn is the best for the others, from the
   * leading singular vectors of the unfoldings on. The residual has less energy by the square of
   * the scale.
   */
  public static RankOne of(Multiway tensor) {
    List<double[]> vectors = new ArrayList<>();
    for (int axis = 0; axis < tensor.axes(); axis++) {
      Matrix unfolded = tensor.unfold(axis);
      vectors.add(leading(unfolded));
    }
    double scale = 0;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double last = scale;
      for (int axis = 0; axis < tensor.axes(); axis++) {
        double[] vector = contract(tensor, vectors, axis);
        scale = norm(vector);
        if (scale == 0) {
          return new RankOne(0, vectors);
        }
        for (int i = 0; i < vector.length; i++) {
          vector[i] /= scale;
        }
        vectors.set(axis, vector);
      }
      if (Math.abs(scale - last) <= SETTLED * scale) {
        break;
      }
    }
    return new RankOne(scale, vectors);
  }

  public Multiway product() {
    int[] sizes = vectors.stream().mapToInt(v -> v.length).toArray();
    double[] product = {scale};
    for (double[] vector : vectors) {
      product =
          new Matrix(product.length, 1, product)
              .times(new Matrix(1, vector.length, vector))
              .values();
    }
    return new Multiway(sizes, product);
  }

  private static double[] leading(Matrix unfolded) {
    return unfolded.rows() == 1
        ? new double[] {1}
        : SymmetricEigen.of(unfolded.times(unfolded.transpose())).vectors().column(0);
  }

  /** The tensor multiplied by the vectors of all axes but one. */
  private static double[] contract(Multiway tensor, List<double[]> vectors, int kept) {
    Multiway rest = tensor;
    for (int axis = tensor.axes() - 1; axis >= 0; axis--) {
      if (axis != kept) {
        double[] vector = vectors.get(axis);
        rest = rest.times(axis, new Matrix(1, vector.length, vector));
      }
    }
    return rest.values();
  }

  private static double norm(double[] vector) {
    double sum = 0;
    for (double value : vector) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}
