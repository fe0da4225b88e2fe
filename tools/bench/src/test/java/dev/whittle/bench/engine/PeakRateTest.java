package dev.whittle.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.runtime.Workers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeakRateTest {
  private static final int CHAINS = 12;

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8, 16})
  void doesAllTheWorkItCounts(int lanes) {
    try (Workers workers = Workers.of(2)) {
      PeakRate peak = new PeakRate(lanes, workers);
      float[] sums = peak.run();
      assertThat(peak.flops()).isEqualTo(2L * CHAINS * 20_000 * sums.length);
      assertThat(sums).containsOnly(CHAINS);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void everyThreadHasTheSameWork(int threads) {
    try (Workers one = Workers.of(1);
        Workers workers = Workers.of(threads)) {
      assertThat(new PeakRate(8, workers).flops())
          .isEqualTo(threads * new PeakRate(8, one).flops());
    }
  }
}
