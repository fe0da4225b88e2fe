package dev.whittle.cli.option;

import dev.whittle.cli.UserError;
import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Graph;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.PatchObserver;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.Compilation;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.runtime.Vectors;
import dev.whittle.runtime.Weights;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** How a network is compiled. */
public final class Compiling {
  private static final List<Integer> WIDTHS = List.of(16, 8, 4, 1);

  @Option(
      names = "--pipeline",
      paramLabel = "NAME",
      defaultValue = "exact",
      description = "Passes to run: exact or none. Default: ${DEFAULT-VALUE}.")
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

  public Pipeline pipeline() {
    return Pipelines.find(pipeline)
        .orElseThrow(() ->
            UserError.usage(
                "there is no pipeline called " + pipeline,
                "there are "
                    + Pipelines.all().stream()
                        .map(Pipeline::name)
                        .collect(Collectors.joining(" and "))));
  }

  /** Runs the passes only; weights may be missing. */
  public Compilation plan(
      Graph graph,
      Weights weights,
      int batch,
      int threads,
      BiConsumer<PassInfo, Graph> printAfter) {
    PassContext context =
        new PassContext(
            new Target(lanes(), threads),
            new Schedules(),
            weights,
            PatchObserver.NONE,
            patchLimit());
    return new PassManager(printAfter).run(pipeline(), NetworkCompiler.bind(graph, batch), context);
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
    return NetworkCompiler.compile(
        network.graph(),
        network.weights(),
        new NetworkCompiler.Settings(
            packageName, pipeline(), widths, batches, threads, patchLimit(), printAfter));
  }
}
