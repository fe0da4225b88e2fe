package dev.whittle.examples.imageservice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in buckets that grow with them: eight to each power of two microseconds, so that
 * a bucket is at most an eighth wider than the durations in it. Any number of threads may record.
 */
public final class LatencyHistogram {
  private static final int STEP_BITS = 3;
  private static final int STEPS = 1 << STEP_BITS;
  private static final int BUCKETS = (Long.SIZE - STEP_BITS) * STEPS;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
  private final AtomicLong total = new AtomicLong();
  private final AtomicLong largest = new AtomicLong();

  /** Durations of up to and including {@code to} microseconds, and above the bucket before. */
  public record Bucket(long to, long count) {}

  /** Counts one duration. */
  public void record(Duration duration) {
    long micros = Math.max(0, duration.toNanos() / 1000);
    counts.incrementAndGet(bucket(micros));
    total.addAndGet(micros);
    largest.accumulateAndGet(micros, Math::max);
  }

  /** How many durations were counted. */
  public long count() {
    return buckets().stream().mapToLong(Bucket::count).sum();
  }

  /** The longest, in microseconds. */
  public long max() {
    return largest.get();
  }

  /** The mean in microseconds, 0 when nothing was counted. */
  public double mean() {
    return count() == 0 ? 0 : (double) total.get() / count();
  }

  /**
   * The duration in microseconds that {@code share} of all do not exceed, rounded up to its
   * bucket's end; 0 when nothing was counted.
   *
   * @param share 0 to 1
   */
  public long quantile(double share) {
    List<Bucket> buckets = buckets();
    long rank = (long) Math.ceil(share * buckets.stream().mapToLong(Bucket::count).sum());
    long seen = 0;
    for (Bucket bucket : buckets) {
      seen += bucket.count();
      if (seen >= rank) {
        return Math.min(bucket.to(), max());
      }
    }
    return max();
  }

  /** The buckets that are not empty, shortest first. */
  public List<Bucket> buckets() {
    List<Bucket> buckets = new ArrayList<>();
    for (int i = 0; i < BUCKETS; i++) {
      long count = counts.get(i);
      if (count > 0) {
        buckets.add(new Bucket(end(i), count));
      }
    }
    return buckets;
  }

  private static int bucket(long micros) {
    int shift = Math.max(0, Long.SIZE - 1 - STEP_BITS - Long.numberOfLeadingZeros(micros | STEPS));
    return shift * STEPS + (int) (micros >>> shift);
  }

  private static long end(int bucket) {
    int shift = Math.max(0, bucket / STEPS - 1);
    long start = (long) (bucket - shift * STEPS) << shift;
    return start + (1L << shift) - 1;
  }
}
