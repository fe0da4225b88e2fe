package dev.whittle.cli;

import dev.whittle.cli.option.Batch;
import dev.whittle.cli.option.Compiling;
import dev.whittle.cli.option.Network;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.option.Threads;
import dev.whittle.cli.report.ReportText;
import dev.whittle.cli.report.Reports;
import dev.whittle.cli.show.Dot;
import dev.whittle.cli.show.MemoryReport;
import dev.whittle.cli.show.NodeTable;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.text.GraphPrinter;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.Target;
import dev.whittle.passes.ledger.Account;
import dev.whittle.passes.ledger.Report;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.pipeline.Compilation;
import dev.whittle.runtime.json.Json;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code whittle show}: a network at any stage of its compilation. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows a network: as it was written (portable), with kernels, layouts and fusions chosen"
          + " (lowered), or in order of execution with its place in memory (planned).",
      "",
      "A table lists the nodes; the text form is .cnn source that reads back; dot is for Graphviz."
          + " Weights are used where there are any, but not needed.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle show examples/glyphs/Glyphs.cnn",
      "  whittle show examples/glyphs/Glyphs.cnn --memory",
      "  whittle show examples/glyphs/Glyphs.cnn --level planned --as text",
      "  whittle show examples/glyphs/Glyphs.cnn --as dot | dot -Tsvg > glyphs.svg",
      "  whittle show examples/glyphs/Glyphs.cnn --print-after fuse-epilogues --stop-after 12"
    })
final class ShowCommand implements Callable<Integer> {
  private static final String ALL = "all";

  /** How a graph is shown. */
  private enum Form {
    TABLE,
    TEXT,
    DOT
  }

  @Mixin private Network network;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "portable, lowered or planned. Default: portable.")
  private Level level;

  @Option(
      names = "--as",
      paramLabel = "FORM",
      defaultValue = "table",
      description = "table, text or dot. Default: ${DEFAULT-VALUE}.")
  private Form form;

  @Option(
      names = "--memory",
      description = "Show the sizes of arena, scratch and packed weights, and every value's place.")
  private boolean isMemory;

  @Option(
      names = "--print-after",
      paramLabel = "PASS",
      description = "Print the text form after this pass, or after each with \"all\".")
  private String printAfter;

  @Option(names = "--ledger", description = "Show what each pass did, as `whittle report` has it.")
  private boolean isLedger;

  @Mixin private Compiling compiling;
  @Mixin private Threads threads;
  @Mixin private Batch batch;
  @Mixin private Output output;

  private final Map<Level, Graph> stages = new EnumMap<>(Level.class);

  @Override
  public Integer call() {
    checkOptions();
    Graph graph = network.graph(output);
    boolean isCompiled = isMemory || isLedger || printAfter != null || isBeyondPortable();
    if (!isCompiled) {
      print(graph);
      return ExitCode.OK.code();
    }
    Source source = new Source(network.file(), graph, network.weightsIfAny());
    stages.put(Level.PORTABLE, graph.bindAll(batch.size()));
    Compilation compilation =
        compiling.plan(
            source,
            batch.size(),
            threads.count(),
            compiling.knownTimes(network.file()),
            this::printAfter);
    if (isMemory) {
      MemoryReport report = MemoryReport.of(compilation.graph());
      print(report.json(), report.text());
    }
    if (isLedger) {
      output.print(ReportText.ledger(report(source)));
    }
    if (level != null || !isMemory && !isLedger && printAfter == null) {
      print(stages.get(level == null ? Level.PORTABLE : level));
    }
    return ExitCode.OK.code();
  }

  private Report report(Source source) {
    Target target = new Target(compiling.lanes(), threads.count());
    return compiling.withPipeline(
        source,
        target,
        pipeline ->
            Account.of(
                Reports.subject(
                    source,
                    pipeline,
                    target,
                    batch.size(),
                    compiling.patchLimit(),
                    compiling.knownTimes(source.file()),
                    compiling.calibration(source))));
  }

  private boolean isBeyondPortable() {
    return level != null && level != Level.PORTABLE;
  }

  private void checkOptions() {
    if (printAfter != null && !printAfter.equals(ALL) && Catalogue.find(printAfter).isEmpty()) {
      throw UserError.usage("there is no pass called " + printAfter, "`whittle passes` lists them");
    }
    if (output.isJson() && (printAfter != null || isLedger || form != Form.TABLE)) {
      throw UserError.usage(
          "--json shows the nodes or the memory", "leave --print-after, --ledger and --as out");
    }
  }

  private void printAfter(PassInfo pass, Graph graph) {
    stages.put(pass.level(), graph);
    if (printAfter != null && (printAfter.equals(ALL) || printAfter.equals(pass.name()))) {
      output.print("// after %s%n%s%n".formatted(pass.name(), GraphPrinter.print(graph)));
    }
  }

  private void print(Graph graph) {
    switch (form) {
      case TABLE -> {
        NodeTable table = NodeTable.of(graph);
        print(table.json(), table.text());
      }
      case TEXT -> output.print(GraphPrinter.print(graph).text());
      case DOT -> output.print(Dot.of(graph));
    }
  }

  private void print(Json json, String text) {
    if (output.isJson()) {
      output.print(json);
    } else {
      output.print(text);
    }
  }
}
