package dev.whittle.examples.imageservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.examples.imageservice.LatencyHistogram.Bucket;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  private static final long HOUR = 3_600_000_000L;

  @Property
  void aBucketIsAtMostAnEighthTooLong(@ForAll @LongRange(min = 0, max = HOUR) long micros) {
    LatencyHistogram histogram = of(List.of(micros));
    Bucket bucket = histogram.buckets().getFirst();
    assertThat(bucket.count()).isEqualTo(1);
    assertThat(bucket.to()).isBetween(micros, micros + micros / 8);
  }

  @Property
  void quantilesAreNeverTooShortAndNearTheTruth(
      @ForAll @Size(min = 1, max = 200) List<@LongRange(min = 0, max = HOUR) Long> durations) {
    LatencyHistogram histogram = of(durations);
    List<Long> sorted = durations.stream().sorted().toList();
    for (double share : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
      long exact = sorted.get((int) Math.ceil(share * sorted.size()) - 1);
      assertThat(histogram.quantile(share)).isBetween(exact, exact + exact / 8);
    }
    assertThat(histogram.count()).isEqualTo(durations.size());
    assertThat(histogram.max()).isEqualTo(sorted.getLast());
  }

  @Test
  void countsWhatManyThreadsRecord() {
    LatencyHistogram histogram = new LatencyHistogram();
    LongStream.range(0, 100_000)
        .parallel()
        .forEach(i -> histogram.record(Duration.ofNanos(1000 * i)));
    assertThat(histogram.count()).isEqualTo(100_000);
    assertThat(histogram.mean()).isEqualTo(49_999.5);
  }

  @Test
  void isEmptyAtFirst() {
    LatencyHistogram histogram = new LatencyHistogram();
    assertThat(histogram.quantile(0.5)).isZero();
    assertThat(histogram.mean()).isZero();
    assertThat(histogram.buckets()).isEmpty();
  }

  private static LatencyHistogram of(List<Long> micros) {
    LatencyHistogram histogram = new LatencyHistogram();
    micros.forEach(value -> histogram.record(Duration.ofNanos(1000 * value)));
    return histogram;
  }
}
