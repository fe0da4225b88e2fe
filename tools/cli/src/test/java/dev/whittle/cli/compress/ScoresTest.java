package dev.whittle.cli.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScoresTest {
  private static final Scores SHARES = new Scores("answer", true);
  private static final Scores LOGARITHMS = new Scores("answer", false);

  @Test
  void divergesByHandValues() {
    double expected = 0.5 * Math.log(0.5 / 0.25) + 0.5 * Math.log(0.5 / 0.75);
    assertThat(SHARES.divergence(new float[] {0.5f, 0.5f}, new float[] {0.25f, 0.75f}))
        .isCloseTo(expected, within(1e-7));
    assertThat(LOGARITHMS.divergence(new float[] {7, 7}, new float[] {0, (float) Math.log(3)}))
        .as("scores may be shifted")
        .isCloseTo(expected, within(1e-6));
  }

  @Test
  void sameScoresDoNotDiverge() {
    float[] scores = {1, 0, 0};
    assertThat(SHARES.divergence(scores, scores)).isZero();
    assertThat(LOGARITHMS.divergence(scores, new float[] {101, 100, 100})).isLessThan(1e-12);
  }

  @Test
  void whatIsNoNumberIsInfinitelyFar() {
    float[] broken = {Float.NaN, 1};
    assertThat(LOGARITHMS.divergence(new float[] {1, 2}, broken)).isInfinite();
    assertThat(SHARES.divergence(new float[] {0.5f, 0.5f}, new float[] {0, 1}))
        .as("a probability that vanished")
        .isFinite()
        .isGreaterThan(10);
  }
}
