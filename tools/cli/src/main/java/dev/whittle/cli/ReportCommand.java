package dev.whittle.cli;

import dev.whittle.cli.data.PictureSet;
import dev.whittle.cli.measure.Stopwatch;
import dev.whittle.cli.option.Batch;
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
import dev.whittle.cli.report.ReportData;
import dev.whittle.cli.report.ReportJson;
import dev.whittle.cli.report.ReportPage;
import dev.whittle.cli.report.ReportText;
import dev.whittle.cli.report.Reports;
import dev.whittle.ir.Graph;
import dev.whittle.passes.Target;
import dev.whittle.passes.ledger.Account;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.ledger.Report;
import dev.whittle.passes.ledger.Subject;
import dev.whittle.passes.ledger.Trial;
import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code whittle report}: what did each pass do, what does each layer cost? */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reports what each pass of a pipeline did to a network (its ledger) and what each layer"
          + " costs: parameters, bytes, multiply-adds, predicted and measured time, and how far the"
          + " outputs are from those of the network as written.",
      "",
      "As a table, as JSON, or as an HTML page in one file, with a picture of the network and its"
          + " memory over time.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle report examples/glyphs/Glyphs.cnn --no-measure",
      "  whittle report examples/glyphs/Glyphs.cnn --data examples/glyphs/pictures",
      "  whittle report examples/glyphs/Glyphs.cnn -o glyphs.html"
    })
final class ReportCommand implements Callable<Integer> {
  private static final String HTML = ".html";
  private static final String JSON = ".json";

  @Mixin private Network network;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write a page or JSON there: FILE ends in .html or .json.")
  private Path target;

  @Option(
      names = {"-d", "--data"},
      paramLabel = "PATH",
      description =
          "Pictures to compare outputs on: a file, folder or zip file, with a labels.csv if there"
              + " is one. Default: random numbers.")
  private Path data;

  @Option(
      names = "--no-measure",
      description = "Run nothing: the same report every time, and no weights needed.")
  private boolean isUnmeasured;

  @Mixin private RowsOption rows;
  @Mixin private Compiling compiling;

  @Mixin private MeasuringThreads threads;

  @Mixin private Batch batch;
  @Mixin private Timing timing;
  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    checkOptions();
    Report report = report();
    if (target != null) {
      write(report);
    }
    if (output.isJson()) {
      output.print(target == null ? ReportJson.of(report) : written(report));
    } else if (target == null) {
      output.print(ReportText.of(report));
    } else {
      output.print(
          "%s: %d passes, %d layers%n"
              .formatted(target, report.lines().size() - 1, report.layers().size()));
    }
    return ExitCode.OK.code();
  }

  private void checkOptions() {
    if (target != null && !ends(HTML) && !ends(JSON)) {
      throw UserError.usage(
          "cannot tell what to write into " + target, "the file's name ends in .html or .json");
    }
    if (isUnmeasured && data != null) {
      throw UserError.usage(
          "--data is for measuring, --no-measure forbids that", "leave one of them out");
    }
  }

  private boolean ends(String ending) {
    return target.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  private Report report() throws IOException {
    if (isUnmeasured) {
      return about(network.loadIfAny(output), Account::of);
    }
    Source source = network.load(output);
    Graph single = source.graph().bindAll(1);
    if (data == null) {
      return measured(source, ReportData.madeUp(single));
    }
    try (PictureSet pictures = PictureSet.open(data)) {
      return measured(
          source, rows.rows().of(ReportData.pictures(single, pictures, data.toString())));
    }
  }

  private Report measured(Source source, Data items) {
    double seconds = timing.warmUpSeconds();
    int rounds = timing.runs();
    try (Phases phases = new Phases(output::progress)) {
      Trial trial = new Trial(items, rounds, run -> Stopwatch.warmUp(run, seconds), phases);
      return about(source, subject -> Account.measured(subject, trial));
    }
  }

  private Report about(Source source, Function<Subject, Report> account) {
    Target target = new Target(compiling.lanes(), threads.count());
    return compiling.withPipeline(
        source,
        target,
        pipeline ->
            account.apply(
                Reports.subject(
                    source,
                    pipeline,
                    target,
                    batch.size(),
                    compiling.patchLimit(),
                    compiling.knownTimes(source.file()),
                    compiling.calibration(source))));
  }

  private void write(Report report) {
    String text = ends(HTML) ? ReportPage.of(report) : ReportJson.of(report).pretty() + "\n";
    try (Staging staging = new Staging(target)) {
      try {
        Files.writeString(staging.folder().resolve("report"), text);
      } catch (IOException e) {
        throw UserError.data("cannot write " + target + ": " + Reasons.of(e), "");
      }
      staging.commitFile("report");
    }
  }

  private Json written(Report report) {
    return Json.object().put("file", target.toString()).put("network", report.network()).build();
  }
}
