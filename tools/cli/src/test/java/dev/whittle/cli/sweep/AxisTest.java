package dev.whittle.cli.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void endsAreRoundAndAroundEverything() {
    assertThat(Axis.of(0, 0.393).marks())
        .containsExactly(new double[] {0, 0.1, 0.2, 0.3, 0.4}, within(1e-12));
    assertThat(Axis.of(2.0 / 3, 1).to()).isEqualTo(1);
  }

  @Test
  void hasFewMarksWhateverTheRange() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1000; i++) {
      double low = random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-9, 9));
      double high = low + random.nextInt(3) * Math.pow(10, random.nextInt(-9, 9));
      Axis axis = Axis.of(low, high);
      assertThat(axis.marks()).hasSizeBetween(2, 10);
      assertThat(axis.share(low)).isBetween(-1e-9, 1 + 1e-9);
      assertThat(axis.share(high)).isBetween(-1e-9, 1 + 1e-9);
    }
  }
}
