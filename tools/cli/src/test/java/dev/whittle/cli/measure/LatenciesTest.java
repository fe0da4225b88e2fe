package dev.whittle.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void percentilesAreNearestRanks() {
    Latencies hundred = new Latencies(LongStream.rangeClosed(1, 100).map(i -> 101 - i).toArray());
    assertThat(hundred.percentile(0.5)).isEqualTo(50);
    assertThat(hundred.percentile(0.9)).isEqualTo(90);
    assertThat(hundred.percentile(0.99)).isEqualTo(99);
    assertThat(hundred.percentile(1)).isEqualTo(100);
    assertThat(hundred.min()).isEqualTo(1);
    assertThat(hundred.mean()).isEqualTo(50.5);
  }

  @Test
  void oneRunIsEveryPercentile() {
    Latencies one = new Latencies(new long[] {7});
    assertThat(one.percentile(0)).isEqualTo(7);
    assertThat(one.percentile(0.99)).isEqualTo(7);
    assertThatThrownBy(() -> new Latencies(new long[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
