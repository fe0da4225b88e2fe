package dev.whittle.bench.suite;

import dev.whittle.bench.cold.FirstAnswers;
import dev.whittle.runtime.json.Json;
import java.util.Optional;

/**
 * What was measured of one case; times are medians in milliseconds.
 *
 * @param macs multiply-adds of one run
 * @param peakGflops the processor's rate between the runs of this case
 * @param handoverNanos from a thread's write to another's, in the same rounds; only for several
 *     threads on several processors
 * @param compileMillis from source text to classes
 * @param kernels where the time goes
 */
record CaseResult(
    String name,
    long macs,
    double whittleMillis,
    double peakGflops,
    Optional<Double> handoverNanos,
    double compileMillis,
    Kernels kernels,
    Optional<Versus> versus,
    Optional<FirstAnswers> firstAnswers) {
  /**
   * The other engine.
   *
   * @param ratio its time divided by Whittle's: the median of the rounds' ratios
   * @param low a quarter of the rounds' ratios are below
   * @param high a quarter of the rounds' ratios are above
   * @param sleepingMillis its time when its threads do not spin; only for several threads
   * @param difference the largest difference of an output, to the largest output
   */
  record Versus(
      double millis,
      double ratio,
      double low,
      double high,
      Optional<Double> sleepingMillis,
      double difference) {}

  /** Effective rate: what the convolutions as written would need. */
  double gflops() {
    return 2 * macs / whittleMillis / 1e6;
  }

  double timesPeak() {
    return gflops() / peakGflops;
  }

  Json json() {
    Json.Builder json =
        Json.object()
            .put("name", name)
            .put("macs", macs)
            .put("whittle_ms", whittleMillis)
            .put("kernel", kernels.name())
            .put("gflops", gflops())
            .put("times_p", timesPeak())
            .put("peak_gflops", peakGflops)
            .put("compile_ms", compileMillis);
    handoverNanos.ifPresent(ns -> json.put("handover_ns", ns));
    kernels.layerMillis().ifPresent(ms -> json.put("kernel_ms", ms));
    versus.ifPresent(v -> {
      json.put("onnxruntime_ms", v.millis())
          .put("ratio", v.ratio())
          .put("ratio_low", v.low())
          .put("ratio_high", v.high())
          .put("difference", v.difference());
      v.sleepingMillis().ifPresent(ms -> json.put("onnxruntime_no_spinning_ms", ms));
    });
    firstAnswers.ifPresent(f -> {
      json.put("cold_compile_ms", f.compileMillis())
          .put("cold_start_ms", f.whittle().millis())
          .put("peak_memory_mb", f.whittle().peakMegabytes());
      f.onnxRuntime()
          .ifPresent(other ->
              json.put("onnxruntime_cold_start_ms", other.millis())
                  .put("onnxruntime_peak_memory_mb", other.peakMegabytes()));
    });
    return json.put("steps", kernels.json()).build();
  }
}
