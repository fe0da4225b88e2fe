package dev.whittle.cli;

import dev.whittle.cli.data.PictureSet;
import dev.whittle.cli.measure.Stopwatch;
import dev.whittle.cli.option.Compiling;
import dev.whittle.cli.option.MeasuringThreads;
import dev.whittle.cli.option.Network;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.RowsOption;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.option.Timing;
import dev.whittle.cli.output.Phases;
import dev.whittle.cli.output.Reasons;
import dev.whittle.cli.output.Staging;
import dev.whittle.cli.output.Units;
import dev.whittle.cli.report.ReportData;
import dev.whittle.cli.report.Reports;
import dev.whittle.cli.sweep.Knob;
import dev.whittle.cli.sweep.SweepPage;
import dev.whittle.cli.sweep.SweepText;
import dev.whittle.passes.Target;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.ledger.Subject;
import dev.whittle.passes.ledger.Sweep;
import dev.whittle.passes.ledger.Sweep.Way;
import dev.whittle.passes.ledger.Trial;
import dev.whittle.passes.pipeline.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code whittle sweep}: what does each setting of a pipeline cost and bring? */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compiles a network by one pipeline again and again, each time with another value of a"
          + " constant of the pipeline's file, and tells size, time and answers of each beside those"
          + " of the pipeline exact.",
      "",
      "Settings that no other one beats in all three are marked: the Pareto front.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle sweep examples/glyphs/Glyphs.cnn --pipeline examples/glyphs/knob.pipeline"
          + " --knob loss=0.05,0.1,0.2 --data examples/glyphs/pictures",
      "  whittle sweep Net.cnn --pipeline small.pipeline --knob ratio=1.5,2,3 -d zip -o sweep.html"
    })
final class SweepCommand implements Callable<Integer> {
  private static final String HTML = ".html";
  private static final String CSV = ".csv";

  @Mixin private Network network;

  @Option(
      names = "--knob",
      paramLabel = "NAME=VALUES",
      required = true,
      description =
          "A constant of the pipeline's file and its values, with commas between them:"
              + " ratio=1.5,2,3.")
  private String knob;

  @Option(
      names = {"-d", "--data"},
      paramLabel = "PATH",
      required = true,
      description =
          "Pictures to compare answers on: a file, folder or zip file, with a labels.csv if there"
              + " is one.")
  private Path data;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write a table or a page with a picture there: FILE ends in .csv or .html. May be given"
              + " several times.")
  private List<Path> targets = List.of();

  @Mixin private RowsOption rows;
  @Mixin private Compiling compiling;

  @Mixin private MeasuringThreads threads;

  @Mixin private Timing timing;
  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    checkOptions();
    Knob values = Knob.of(knob);
    Source source = network.load(output);
    Target target = new Target(compiling.lanes(), threads.count());
    List<Way> ways = ways(values, source, target);
    Sweep sweep;
    try (PictureSet pictures = PictureSet.open(data)) {
      Data all = ReportData.pictures(source.graph().bindAll(1), pictures, data.toString());
      sweep = sweep(source, target, ways, rows.rows().of(all));
    }
    for (Path file : targets) {
      write(file, ends(file, CSV) ? SweepText.csv(sweep) : page(source, values, sweep));
    }
    if (output.isJson()) {
      output.print(SweepText.json(source.graph().name(), sweep));
    } else {
      output.print(SweepText.table(sweep));
    }
    return ExitCode.OK.code();
  }

  private void checkOptions() {
    if (!compiling.isPipelineGiven()) {
      throw UserError.usage("there is no pipeline to sweep", "give --pipeline FILE");
    }
    for (Path file : targets) {
      if (!ends(file, HTML) && !ends(file, CSV)) {
        throw UserError.usage(
            "cannot tell what to write into " + file, "the file's name ends in .csv or .html");
      }
    }
  }

  private static boolean ends(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  /** All ways, so that a wrong value is found before anything takes time. */
  private List<Way> ways(Knob values, Source source, Target target) {
    List<Way> ways = new ArrayList<>();
    ways.add(new Way(Pipelines.EXACT.name(), Pipelines.EXACT));
    for (String value : values.values()) {
      ways.add(
          new Way(
              values.name() + ": " + value,
              compiling
                  .pipeline(source.file(), Map.of(values.name(), value))
                  .pipeline()
                  .forTarget(target)));
    }
    return ways;
  }

  private Sweep sweep(Source source, Target target, List<Way> ways, Data items) {
    double seconds = timing.warmUpSeconds();
    Subject subject =
        Reports.subject(
            source,
            Pipelines.NONE,
            target,
            1,
            compiling.patchLimit(),
            compiling.knownTimes(source.file()),
            compiling.calibration(source));
    try (Phases phases = new Phases(output::progress)) {
      Trial trial = new Trial(items, timing.runs(), run -> Stopwatch.warmUp(run, seconds), phases);
      return compiling.withPipeline(source, target, pipeline -> Sweep.of(subject, ways, trial));
    }
  }

  private String page(Source source, Knob values, Sweep sweep) {
    List<String> how =
        List.of(
            "pipeline " + compiling.pipelineName(),
            "%s from %s to %s"
                .formatted(values.name(), values.values().getFirst(), values.values().getLast()),
            Units.plural(threads.count(), "thread"),
            Units.plural(sweep.points().getFirst().difference().items(), "picture"));
    return SweepPage.of(source.graph().name(), how, sweep);
  }

  private static void write(Path file, String text) {
    try (Staging staging = new Staging(file)) {
      try {
        Files.writeString(staging.folder().resolve("sweep"), text);
      } catch (IOException e) {
        throw UserError.data("cannot write " + file + ": " + Reasons.of(e), "");
      }
      staging.commitFile("sweep");
    }
  }
}
