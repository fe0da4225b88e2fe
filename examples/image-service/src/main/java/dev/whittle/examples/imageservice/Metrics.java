package dev.whittle.examples.imageservice;

import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What the service did so far, and the memory it has. */
final class Metrics {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  private final long start = System.nanoTime();
  private final LatencyHistogram latency = new LatencyHistogram();
  private final Map<Integer, LongAdder> replies = new ConcurrentSkipListMap<>();

  /** Counts a reply of any route. */
  void count(int status) {
    replies.computeIfAbsent(status, _ -> new LongAdder()).increment();
  }

  /** Counts a picture that was answered, from the request's first byte to the answer. */
  void answered(Duration duration) {
    latency.record(duration);
  }

  Json json() {
    Json.Builder counts = Json.object();
    replies.forEach((status, count) -> counts.put(status.toString(), count.sum()));
    Json.Builder memory = Json.object();
    memory.put("heapUsedBytes", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    resident().ifPresent(bytes -> memory.put("residentBytes", bytes));
    return Json.object()
        .put("uptimeSeconds", (System.nanoTime() - start) / 1e9)
        .put("replies", counts.build())
        .put("latency", latencyJson())
        .put("memory", memory.build())
        .build();
  }

  private Json latencyJson() {
    return Json.object()
        .put("count", latency.count())
        .put("meanMilliseconds", latency.mean() / 1000)
        .put("p50Milliseconds", milliseconds(latency.quantile(0.5)))
        .put("p90Milliseconds", milliseconds(latency.quantile(0.9)))
        .put("p99Milliseconds", milliseconds(latency.quantile(0.99)))
        .put("maxMilliseconds", milliseconds(latency.max()))
        .put("buckets", Json.array(latency.buckets().stream().map(Metrics::bucket).toList()))
        .build();
  }

  private static Json bucket(LatencyHistogram.Bucket bucket) {
    return Json.object()
        .put("toMilliseconds", milliseconds(bucket.to()))
        .put("count", bucket.count())
        .build();
  }

  private static double milliseconds(long micros) {
    return micros / 1000.0;
  }

  /** Physical memory of this process, where the system tells. */
  private static OptionalLong resident() {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException _) {
      return OptionalLong.empty();
    }
  }
}
