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
import dev.whittle.cli.option.WritesJson;
import dev.whittle.cli.output.Progress;
import dev.whittle.cli.output.Reasons;
import dev.whittle.cli.output.Staging;
import dev.whittle.cli.output.Units;
import dev.whittle.cli.suite.MarkedPart;
import dev.whittle.cli.suite.SuiteChoice;
import dev.whittle.cli.suite.Suites;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code whittle bench}: latency and throughput of a network or of a suite of them. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures how long a network takes on made-up input: p50, p90 and p99 of a run, and pictures"
          + " per second. With --suite measures a set of networks, alone or in turns with another"
          + " engine.",
      "",
      "Here --json may be followed by a FILE to write the document to, beside the text on standard"
          + " output. Compare figures only when they were measured in turns on an idle machine;"
          + " docs/performance.md says how.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle bench examples/glyphs/Glyphs.cnn",
      "  whittle bench examples/glyphs/Glyphs.cnn --threads 1 --batch 8 --json",
      "  whittle bench --suite vgg-layers --vs onnxruntime --threads 1 --json vgg.json"
    })
final class BenchCommand implements Callable<Integer>, WritesJson {
  @ArgGroup(multiplicity = "1")
  private Subject subject;

  @Mixin private Compiling compiling;
  @Mixin private Threads threads;
  @Mixin private Batch batch;
  @Mixin private Timing timing;
  @Mixin private Output output;

  /** One network or a suite. */
  private static final class Subject {
    @ArgGroup(exclusive = false, multiplicity = "1")
    private Network network;

    @ArgGroup(exclusive = false, multiplicity = "1", heading = "%nSuites:%n")
    private SuiteChoice suite;
  }

  @Override
  public Integer call() {
    return subject.suite == null ? measureNetwork() : measureSuite();
  }

  private int measureSuite() {
    SuiteChoice choice = subject.suite;
    Suites suites = choice.suites();
    Suites.Request request = choice.request(threads, batch, timing);
    Optional<MarkedPart> part =
        choice.document().map(file -> MarkedPart.find(file, request.title()));
    Suites.Report report = suites.run(request, output);
    publish(report.json(), report.text());
    part.ifPresent(p -> p.replace(report.markdown()));
    if (!report.problems().isEmpty()) {
      throw UserError.data(String.join("\n", report.problems()), "");
    }
    return ExitCode.OK.code();
  }

  private int measureNetwork() {
    int runs = timing.runs();
    Source source = subject.network.load(output);
    Options options = Options.standard().withLanes(compiling.lanes()).withThreads(threads.count());
    try (Model model =
        compiling.compile(source, List.of(batch.size()), threads.count()).load(options)) {
      MadeUpInput input = MadeUpInput.of(model, batch.size());
      Stopwatch.warmUp(input::run, timing.warmUpSeconds());
      Latencies latencies;
      try (Progress progress = output.progress("measuring", runs)) {
        latencies = Stopwatch.time(input::run, runs, progress);
      }
      publish(json(model, latencies), text(model, latencies));
    }
    return ExitCode.OK.code();
  }

  private Json json(Model model, Latencies latencies) {
    return latencies
        .json()
        .put("imagesPerSecond", perSecond(latencies))
        .put("network", model.name())
        .put("runs", latencies.count())
        .put("batch", batch.size())
        .put("threads", threads.count())
        .put("lanes", model.lanes())
        .build();
  }

  private String text(Model model, Latencies latencies) {
    return "%s, batch %d, %s, %d lanes, %d runs%n"
            .formatted(
                model.name(),
                batch.size(),
                Units.plural(threads.count(), "thread"),
                model.lanes(),
                latencies.count())
        + "p50 %s ms  p90 %s ms  p99 %s ms  min %s ms%n"
            .formatted(
                Units.milliseconds(latencies.percentile(0.5)),
                Units.milliseconds(latencies.percentile(0.9)),
                Units.milliseconds(latencies.percentile(0.99)),
                Units.milliseconds(latencies.min()))
        + Units.format("%.1f images/s%n", perSecond(latencies));
  }

  private double perSecond(Latencies latencies) {
    return batch.size() / (latencies.mean() / 1e9);
  }

  private void publish(Json json, String text) {
    if (output.isJson()) {
      output.print(json);
      return;
    }
    output.print(text);
    output.jsonFile().ifPresent(file -> write(file, json));
  }

  private static void write(Path file, Json json) {
    try (Staging staging = new Staging(file)) {
      Files.writeString(staging.folder().resolve("json"), json.pretty() + "\n");
      staging.commitFile("json");
    } catch (IOException e) {
      throw UserError.data("cannot write " + file + ": " + Reasons.of(e), "");
    }
  }
}
