package dev.whittle.tests.linear;

import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.linear.Multiway;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Random matrices and tensors of doubles. */
final class Draw {
  private Draw() {}

  static Matrix matrix(RandomGenerator random, int rows, int columns) {
    Matrix matrix = Matrix.zeros(rows, columns);
    Arrays.setAll(matrix.values(), i -> random.nextGaussian());
    return matrix;
  }

  /** A matrix of that rank. */
  static Matrix matrix(RandomGenerator random, int rows, int columns, int rank) {
    return matrix(random, rows, rank).times(matrix(random, rank, columns));
  }

  static Multiway tensor(RandomGenerator random, int... sizes) {
    double[] values = new double[Arrays.stream(sizes).reduce(1, (a, b) -> a * b)];
    Arrays.setAll(values, i -> random.nextGaussian());
    return new Multiway(sizes, values);
  }

  /** ‖a − b‖ / ‖b‖. */
  static double difference(Matrix a, Matrix b) {
    return Math.sqrt(a.minus(b).energy() / b.energy());
  }

  static double difference(Multiway a, Multiway b) {
    return Math.sqrt(a.minus(b).energy() / b.energy());
  }
}
