package dev.whittle.cli.option;

import dev.whittle.cli.SourceError;
import dev.whittle.cli.UserError;
import dev.whittle.cli.output.Diagnostics;
import dev.whittle.cli.pipeline.ChosenPipeline;
import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.PatchObserver;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.Compilation;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.PipelineMistake;
import dev.whittle.passes.pipeline.TargetedPipeline;
import dev.whittle.runtime.Vectors;
import dev.whittle.runtime.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a network is compiled. */
public final class Compiling {
  private static final List<Integer> WIDTHS = List.of(16, 8, 4, 1);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--pipeline",
      paramLabel = "NAME",
      defaultValue = ChosenPipeline.DEFAULT,
      description =
          "Passes to run: exact, none, a pipeline of the network's file, a file that holds one"
              + " pipeline, or FILE#NAME. Default: ${DEFAULT-VALUE}.")
  private String pipeline;

  @Option(
      names = "--stop-after",
      paramLabel = "N",
      description =
          "Apply N patches, then let optional passes be: halve N to find the patch that breaks"
              + " a network.")
  private Long stopAfter;

  @Option(
      names = "--lanes",
      paramLabel = "N",
      description =
          "Floats per vector: 16, 8, 4, or 1 for scalar code. Default: the widest this machine"
              + " offers.")
  private Integer lanes;

  private boolean isWarned;

  /** Floats per vector of the code to generate. */
  public int lanes() {
    if (lanes == null) {
      return Vectors.lanes();
    }
    checkWidth(lanes);
    if (lanes > 1 && Vectors.lanes() == 1) {
      throw UserError.usage(
          "--lanes " + lanes + " needs the module jdk.incubator.vector",
          "start java with --add-modules jdk.incubator.vector, as ./whittle does");
    }
    return lanes;
  }

  /** Complains about widths there is no code for. */
  public static void checkWidth(int lanes) {
    if (!WIDTHS.contains(lanes)) {
      throw UserError.usage("there are no vectors of " + lanes + " floats", "use 16, 8, 4 or 1");
    }
  }

  public long patchLimit() {
    return stopAfter == null ? PassContext.UNLIMITED : stopAfter;
  }

  /**
   * The passes to run.
   *
   * @param network the network's source, whose pipelines can be named
   */
  public ChosenPipeline pipeline(Path network) {
    return ChosenPipeline.find(pipeline, network);
  }

  /**
   * Runs the passes only; weights may be missing.
   *
   * @param file the network's source
   */
  public Compilation plan(
      Path file,
      Graph graph,
      Weights weights,
      int batch,
      int threads,
      BiConsumer<PassInfo, Graph> printAfter) {
    Target target = new Target(lanes(), threads);
    PassContext context =
        new PassContext(
            target,
            new Schedules(),
            new CompilingExecutor(),
            weights,
            PatchObserver.NONE,
            patchLimit());
    return run(
        pipeline(file),
        graph,
        chosen ->
            new PassManager(printAfter)
                .run(chosen.forTarget(target), graph.bindAll(batch), context));
  }

  /** Compiles for this machine. */
  public CompiledNetwork compile(Source network, List<Integer> batches, int threads) {
    return compile(network, List.of(lanes()), batches, threads, "whittle.generated", (p, g) -> {});
  }

  /** Compiles for the widths {@code widths}; {@code printAfter} sees the graph after each pass. */
  public CompiledNetwork compile(
      Source network,
      List<Integer> widths,
      List<Integer> batches,
      int threads,
      String packageName,
      BiConsumer<PassInfo, Graph> printAfter) {
    return run(
        pipeline(network.file()),
        network.graph(),
        chosen ->
            NetworkCompiler.compile(
                network.graph(),
                network.weights(),
                new NetworkCompiler.Settings(
                    packageName,
                    chosen::forTarget,
                    widths,
                    batches,
                    threads,
                    patchLimit(),
                    printAfter)));
  }

  /**
   * Runs {@code compiler} with the pipeline for one target; warns, once, of what the pipeline does
   * not find in the network, and shows what it cannot do there.
   */
  public <T> T withPipeline(Source network, Target target, Function<Pipeline, T> compiler) {
    return run(
        pipeline(network.file()),
        network.graph(),
        chosen -> compiler.apply(chosen.forTarget(target)));
  }

  private <T> T run(ChosenPipeline chosen, Graph graph, Function<TargetedPipeline, T> compiler) {
    List<Diagnostic> warnings = isWarned ? List.of() : chosen.pipeline().problems(graph);
    isWarned = true;
    CommandLine line = command.commandLine();
    if (!warnings.isEmpty() && !line.getParseResult().hasMatchedOption("--json")) {
      line.getErr().print(Diagnostics.text(warnings, chosen.directory()));
      line.getErr().flush();
    }
    try {
      return compiler.apply(chosen.pipeline());
    } catch (PassFailure e) {
      if (PipelineMistake.find(e.diagnostic().code()).isPresent()) {
        throw new SourceError(List.of(e.diagnostic()), chosen.directory());
      }
      throw e;
    }
  }
}
