package dev.whittle.examples.imageservice.load;

import dev.whittle.examples.imageservice.LatencyHistogram;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** What came of many requests. */
final class Result {
  private final LatencyHistogram latency = new LatencyHistogram();
  private final LongAdder errors = new LongAdder();
  private final LongAdder wrong = new LongAdder();
  private final AtomicReference<String> firstFailure = new AtomicReference<>();

  /** Of all requests that were answered with status 200. */
  LatencyHistogram latency() {
    return latency;
  }

  void right(Duration duration) {
    latency.record(duration);
  }

  void wrong(Duration duration, String what) {
    latency.record(duration);
    wrong.increment();
    firstFailure.compareAndSet(null, what);
  }

  void error(String what) {
    errors.increment();
    firstFailure.compareAndSet(null, what);
  }

  /** Requests that failed or were refused. */
  long errors() {
    return errors.sum();
  }

  /** Answers that differ from the expected ones. */
  long wrong() {
    return wrong.sum();
  }

  long failures() {
    return errors() + wrong();
  }

  Optional<String> firstFailure() {
    return Optional.ofNullable(firstFailure.get());
  }
}
