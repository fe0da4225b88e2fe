package dev.whittle.cli.measure;

import dev.whittle.runtime.json.Json;
import java.util.Arrays;

/** Durations of equal runs, sorted. */
public final class Latencies {
  private final long[] nanoseconds;

  public Latencies(long[] nanoseconds) {
    if (nanoseconds.length == 0) {
      throw new IllegalArgumentException("no measurement");
    }
    this.nanoseconds = nanoseconds.clone();
    Arrays.sort(this.nanoseconds);
  }

  public int count() {
    return nanoseconds.length;
  }

  public long min() {
    return nanoseconds[0];
  }

  /** The smallest duration that {@code share} of the runs do not exceed (nearest rank). */
  public long percentile(double share) {
    int rank = (int) Math.ceil(share * nanoseconds.length);
    return nanoseconds[Math.clamp(rank - 1, 0, nanoseconds.length - 1)];
  }

  public double mean() {
    return Arrays.stream(nanoseconds).average().orElseThrow();
  }

  /** Milliseconds: min, p50, p90, p99 and mean. */
  public Json.Builder json() {
    return Json.object()
        .put("minMs", min() / 1e6)
        .put("p50Ms", percentile(0.5) / 1e6)
        .put("p90Ms", percentile(0.9) / 1e6)
        .put("p99Ms", percentile(0.99) / 1e6)
        .put("meanMs", mean() / 1e6);
  }
}
