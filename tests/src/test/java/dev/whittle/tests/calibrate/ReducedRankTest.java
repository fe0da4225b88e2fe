package dev.whittle.tests.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.passes.calibrate.Moments;
import dev.whittle.passes.calibrate.Projection;
import dev.whittle.passes.calibrate.ReducedRank;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.linear.SymmetricEigen;
import dev.whittle.tests.graphs.Cases;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Fits of low rank, on responses that are made up. */
class ReducedRankTest {
  private static final double RIDGE = 1e-9;

  @Test
  void losesExactlyTheSmallestVariances() {
    Cases.run(
        "projections of responses",
        40,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int channels = random.nextInt(1, 12);
          Matrix y = Synthetic.responses(random, 10 * channels, channels);
          Moments moments = Synthetic.moments(y, y);
          double[] variances = SymmetricEigen.values(Synthetic.centred(y).gram());
          double last = Double.POSITIVE_INFINITY;
          for (int rank = 1; rank <= channels; rank++) {
            Projection map =
                Synthetic.regression(y, RIDGE).solve(moments.cross(), moments.yMean(), rank);
            double error = Synthetic.error(map, y, y);
            double best = Arrays.stream(variances, rank, channels).sum();
            assertThat(error).isCloseTo(best, within(1e-6 * moments.yEnergy()));
            assertThat(error).isLessThanOrEqualTo(last + 1e-9 * moments.yEnergy());
            last = error;
          }
        });
  }

  @Test
  void fullRankIsTheIdentityHoweverFewResponsesThereAre() {
    Cases.run(
        "full rank",
        40,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int channels = random.nextInt(1, 40);
          Matrix y = Synthetic.responses(random, random.nextInt(1, 2 * channels + 2), channels);
          Moments moments = Synthetic.moments(y, y);
          Projection map =
              Synthetic.regression(y, 1e-3).solve(moments.cross(), moments.yMean(), channels);
          Matrix product = map.up().times(map.down());
          assertThat(product.values())
              .containsExactly(Matrix.identity(channels).values(), within(1e-4));
          assertThat(map.bias()).containsOnly(new double[channels], within(1e-4));
        });
  }

  @Test
  void noOtherMapOfThisRankIsBetter() {
    Cases.run(
        "regression of low rank",
        60,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int channels = random.nextInt(2, 9);
          Matrix x = Synthetic.responses(random, 20 * channels, channels);
          Matrix noise = Synthetic.normal(random, x.rows(), channels, 0);
          Matrix y = x.times(Synthetic.normal(random, channels, channels, 0)).plus(noise);
          Moments moments = Synthetic.moments(x, y);
          ReducedRank regression = new ReducedRank(moments.xMean(), moments.xGram(), RIDGE);
          int rank = random.nextInt(1, channels);
          Projection best = regression.solve(moments.cross(), moments.yMean(), rank);
          double least = Synthetic.error(best, x, y);
          for (double size : new double[] {1e-3, 1e-2, 0.1, 1}) {
            Projection other =
                new Projection(
                    moved(random, best.up(), size), moved(random, best.down(), size), best.bias());
            assertThat(Synthetic.error(centred(other, moments), x, y))
                .isGreaterThanOrEqualTo(least * (1 - 1e-7));
          }
        });
  }

  /** The same map with the best bias it can have. */
  private static Projection centred(Projection map, Moments moments) {
    Matrix mean = new Matrix(1, moments.xMean().length, moments.xMean());
    double[] at = map.of(mean).values();
    double[] bias = new double[at.length];
    Arrays.setAll(bias, i -> map.bias()[i] + moments.yMean()[i] - at[i]);
    return new Projection(map.up(), map.down(), bias);
  }

  private static Matrix moved(SplittableRandom random, Matrix matrix, double size) {
    double[] values = matrix.values().clone();
    double scale = size * matrix.norm() / Math.sqrt(values.length);
    Arrays.setAll(values, i -> matrix.values()[i] + scale * random.nextGaussian());
    return new Matrix(matrix.rows(), matrix.columns(), values);
  }
}
