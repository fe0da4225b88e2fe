package dev.whittle.cli;

import dev.whittle.cli.explain.Explainer;
import dev.whittle.cli.explain.ExplanationReport;
import dev.whittle.cli.measure.Stopwatch;
import dev.whittle.cli.option.Batch;
import dev.whittle.cli.option.Compiling;
import dev.whittle.cli.option.Network;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.option.Timing;
import dev.whittle.cli.report.Reports;
import dev.whittle.passes.Target;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code whittle explain}: what became of a node, and why it runs as it does. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Tells a node's history: the line it was written in, every patch that touched it, the node"
          + " it became part of, the kernel chosen for that, and the kernels rejected, with"
          + " predicted and, on demand, measured times.",
      "",
      "Without NODE, lists the nodes and what became of each.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle explain examples/glyphs/Glyphs.cnn",
      "  whittle explain examples/glyphs/Glyphs.cnn parts",
      "  whittle explain examples/glyphs/Glyphs.cnn parts --measure"
    })
final class ExplainCommand implements Callable<Integer> {
  @Mixin private Network network;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NODE",
      description = "A node's name, as `whittle show` and error messages give it.")
  private String node;

  @Option(
      names = "--measure",
      description = "Also run every kernel that was weighed, alone and in turns, on one thread.")
  private boolean isMeasured;

  @Mixin private Compiling compiling;
  @Mixin private Batch batch;
  @Mixin private Timing timing;
  @Mixin private Output output;

  @Override
  public Integer call() {
    if (isMeasured && node == null) {
      throw UserError.usage("--measure needs a NODE", "without --measure the nodes are listed");
    }
    int rounds = timing.runs();
    double warmUp = timing.warmUpSeconds();
    Source source = source();
    Target target = new Target(compiling.lanes(), 1);
    Explainer explainer =
        compiling.withPipeline(
            source,
            target,
            pipeline ->
                Explainer.of(
                    Reports.subject(
                        source,
                        pipeline,
                        target,
                        batch.size(),
                        compiling.patchLimit(),
                        compiling.knownTimes(source.file()),
                        compiling.calibration(source)),
                    network.directory()));
    if (node == null) {
      print(explainer);
      return ExitCode.OK.code();
    }
    ExplanationReport report =
        explainer.explain(
            node,
            isMeasured
                ? Explainer.Timing.in(rounds, run -> Stopwatch.warmUp(run, warmUp))
                : Explainer.Timing.NONE);
    if (output.isJson()) {
      output.print(report.json());
    } else {
      output.print(report.text());
    }
    return ExitCode.OK.code();
  }

  private Source source() {
    return isMeasured ? network.load(output) : network.loadIfAny(output);
  }

  private void print(Explainer explainer) {
    if (output.isJson()) {
      output.print(explainer.nodesJson());
    } else {
      output.print(explainer.nodes());
    }
  }
}
