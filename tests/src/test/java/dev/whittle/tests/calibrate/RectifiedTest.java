package dev.whittle.tests.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.passes.calibrate.Moments;
import dev.whittle.passes.calibrate.Projection;
import dev.whittle.passes.calibrate.Rectified;
import dev.whittle.passes.calibrate.ReducedRank;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.tests.graphs.Cases;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Fits behind a ReLU, on responses that are made up. */
class RectifiedTest {
  private static final int TURNS = 10;

  @Test
  void auxiliariesAreTheBestThereAre() {
    Cases.run(
        "auxiliaries",
        200,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          double mapped = random.nextGaussian();
          double wanted = Math.max(0, random.nextGaussian());
          double penalty = random.nextBoolean() ? 0.01 : 1;
          double z = Rectified.auxiliary(mapped, wanted, penalty);
          double cost = cost(z, mapped, wanted, penalty);
          for (double other = -4; other < 4; other += 1e-3) {
            assertThat(cost).isLessThanOrEqualTo(cost(other, mapped, wanted, penalty) + 1e-12);
          }
        });
  }

  private static double cost(double z, double mapped, double wanted, double penalty) {
    return Math.pow(wanted - Math.max(0, z), 2) + penalty * Math.pow(z - mapped, 2);
  }

  @Test
  void isBetterThanTheLinearFitBehindTheRelu() {
    int[] better = {0, 0};
    Cases.run(
        "fits behind a relu",
        30,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int channels = random.nextInt(3, 12);
          Matrix y = Synthetic.responses(random, 30 * channels, channels);
          Fit fit = Fit.of(y, y);
          int rank = random.nextInt(1, channels);
          Projection linear = fit.linear(rank);
          Projection solved = fit.rectified.solve(linear, rank, TURNS);
          double before = fit.rectified.error(linear);
          double after = fit.rectified.error(solved);
          assertThat(after).isLessThanOrEqualTo(before);
          assertThat(solved.up().columns()).isEqualTo(rank);
          better[after < 0.98 * before ? 1 : 0]++;
        });
    assertThat(Cases.isReplay() || better[1] > better[0]).isTrue();
  }

  @Test
  void fullRankIsTheIdentity() {
    Cases.run(
        "full rank behind a relu",
        20,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int channels = random.nextInt(1, 12);
          Matrix y = Synthetic.responses(random, 10 * channels, channels);
          Fit fit = Fit.of(y, y);
          Projection solved = fit.rectified.solve(fit.linear(channels), channels, TURNS);
          assertThat(solved.up().times(solved.down()).values())
              .containsExactly(Matrix.identity(channels).values(), within(1e-4));
        });
  }

  @Test
  void makesUpForWhatLayersBeforeHaveLost() {
    Cases.run(
        "fits of spoilt responses",
        20,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int channels = random.nextInt(3, 10);
          Matrix y = Synthetic.responses(random, 40 * channels, channels);
          Matrix spoilt = y.times(Synthetic.normal(random, channels, channels, 0));
          int rank = random.nextInt(1, channels + 1);
          Projection symmetric = Fit.of(y, y).linear(rank);
          Fit fit = Fit.of(spoilt, y);
          Projection asymmetric = fit.rectified.solve(fit.linear(rank), rank, TURNS);
          assertThat(fit.rectified.error(asymmetric)).isLessThan(fit.rectified.error(symmetric));
        });
  }

  /** What is needed to fit y to x. */
  private record Fit(Moments moments, ReducedRank regression, Rectified rectified) {
    static Fit of(Matrix x, Matrix y) {
      Moments moments = Synthetic.moments(x, y);
      ReducedRank regression = new ReducedRank(moments.xMean(), moments.xGram(), 1e-9);
      return new Fit(
          moments,
          regression,
          new Rectified(Synthetic.samples(x), Synthetic.samples(y), moments.xMean(), regression));
    }

    Projection linear(int rank) {
      return regression.solve(moments.cross(), moments.yMean(), rank);
    }
  }
}
