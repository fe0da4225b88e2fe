package dev.whittle.cli;

import dev.whittle.cli.measure.Latencies;
import dev.whittle.cli.measure.MadeUpInput;
import dev.whittle.cli.measure.Stopwatch;
import dev.whittle.cli.option.Batch;
import dev.whittle.cli.option.Compiling;
import dev.whittle.cli.option.Network;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.option.Threads;
import dev.whittle.cli.option.Timing;
import dev.whittle.cli.output.Progress;
import dev.whittle.cli.output.Units;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code whittle bench}: latency and throughput. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures how long a network takes on made-up input: p50, p90 and p99 of a run, and pictures"
          + " per second.",
      "",
      "Compare figures only when they were measured in turns on an idle machine. tools/bench"
          + " measures against ONNX Runtime; docs/performance.md says how.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle bench examples/glyphs/Glyphs.cnn",
      "  whittle bench examples/glyphs/Glyphs.cnn --threads 1 --batch 8 --json"
    })
final class BenchCommand implements Callable<Integer> {
  @Mixin private Network network;
  @Mixin private Compiling compiling;
  @Mixin private Threads threads;
  @Mixin private Batch batch;
  @Mixin private Timing timing;
  @Mixin private Output output;

  @Override
  public Integer call() {
    int runs = timing.runs();
    Source source = network.load(output);
    Options options = Options.standard().withLanes(compiling.lanes()).withThreads(threads.count());
    try (Model model =
        compiling.compile(source, List.of(batch.size()), threads.count()).load(options)) {
      MadeUpInput input = MadeUpInput.of(model, batch.size());
      Stopwatch.warmUp(input::run, timing.warmUpSeconds());
      Latencies latencies;
      try (Progress progress = output.progress("measuring", runs)) {
        latencies = Stopwatch.time(input::run, runs, progress);
      }
      print(model, latencies);
    }
    return ExitCode.OK.code();
  }

  private void print(Model model, Latencies latencies) {
    double perSecond = batch.size() / (latencies.mean() / 1e9);
    if (output.isJson()) {
      output.print(
          latencies
              .json()
              .put("imagesPerSecond", perSecond)
              .put("network", model.name())
              .put("runs", latencies.count())
              .put("batch", batch.size())
              .put("threads", threads.count())
              .put("lanes", model.lanes())
              .build());
      return;
    }
    output.print(
        "%s, batch %d, %s, %d lanes, %d runs%n"
            .formatted(
                model.name(),
                batch.size(),
                Units.plural(threads.count(), "thread"),
                model.lanes(),
                latencies.count()));
    output.print(
        "p50 %s ms  p90 %s ms  p99 %s ms  min %s ms%n"
            .formatted(
                Units.milliseconds(latencies.percentile(0.5)),
                Units.milliseconds(latencies.percentile(0.9)),
                Units.milliseconds(latencies.percentile(0.99)),
                Units.milliseconds(latencies.min())));
    output.print(Units.format("%.1f images/s\n", perSecond));
  }
}
