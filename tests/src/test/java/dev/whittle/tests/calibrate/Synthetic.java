package dev.whittle.tests.calibrate;

import dev.whittle.passes.calibrate.Moments;
import dev.whittle.passes.calibrate.Projection;
import dev.whittle.passes.calibrate.ReducedRank;
import dev.whittle.passes.calibrate.Samples;
import dev.whittle.passes.linear.Matrix;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Made-up responses: a row for each place. */
final class Synthetic {
  private Synthetic() {}

  /** Normal numbers around {@code mean}. */
  static Matrix normal(SplittableRandom random, int rows, int columns, double mean) {
    double[] values = new double[rows * columns];
    Arrays.setAll(values, i -> mean + random.nextGaussian());
    return new Matrix(rows, columns, values);
  }

  /** Responses whose variances fall from one direction to the next, off centre. */
  static Matrix responses(SplittableRandom random, int rows, int channels) {
    double[] falls = new double[channels];
    Arrays.setAll(falls, i -> Math.pow(0.7, i));
    Matrix mixed =
        normal(random, rows, channels, 0)
            .scaleColumns(falls)
            .times(normal(random, channels, channels, 0));
    double[] shift = normal(random, 1, channels, 0.3).values();
    double[] values = mixed.values().clone();
    Arrays.setAll(values, i -> (float) (mixed.values()[i] + shift[i % channels]));
    return new Matrix(rows, channels, values);
  }

  static Matrix rows(Matrix matrix, int from, int to) {
    int width = matrix.columns();
    return new Matrix(
        to - from, width, Arrays.copyOfRange(matrix.values(), from * width, to * width));
  }

  static double[] means(Matrix rows) {
    double[] means = new double[rows.columns()];
    Arrays.setAll(means, i -> Arrays.stream(rows.column(i)).average().orElseThrow());
    return means;
  }

  static Matrix centred(Matrix rows) {
    double[] means = means(rows);
    double[] values = rows.values().clone();
    Arrays.setAll(values, i -> rows.values()[i] - means[i % means.length]);
    return new Matrix(rows.rows(), rows.columns(), values);
  }

  static Moments moments(Matrix x, Matrix y) {
    Moments moments = new Moments(x.columns(), y.columns());
    moments.add(x, y);
    return moments;
  }

  static ReducedRank regression(Matrix x, double ridge) {
    Moments moments = moments(x, x);
    return new ReducedRank(moments.xMean(), moments.xGram(), ridge);
  }

  static Samples samples(Matrix rows) {
    float[] values = new float[rows.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows.values()[i];
    }
    Samples samples = new Samples(rows.columns());
    samples.add(values);
    return samples;
  }

  /** {@code Σ ‖y − map(x)‖²}. */
  static double error(Projection map, Matrix x, Matrix y) {
    return y.minus(map.of(x)).energy();
  }
}
