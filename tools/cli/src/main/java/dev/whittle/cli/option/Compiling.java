package dev.whittle.cli.option;

import dev.whittle.cli.SourceError;
import dev.whittle.cli.UserError;
import dev.whittle.cli.lock.LockFile;
import dev.whittle.cli.output.Diagnostics;
import dev.whittle.cli.output.Phases;
import dev.whittle.cli.output.Progress;
import dev.whittle.cli.output.Terminal;
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
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.pipeline.Compilation;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.PipelineMistake;
import dev.whittle.passes.pipeline.TargetedPipeline;
import dev.whittle.passes.times.Timings;
import dev.whittle.runtime.Vectors;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
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
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "Give a constant of the pipeline's file another value: a number, true, false, a list, or a"
              + " text in quotes. May be given several times.")
  private Map<String, String> settings = new LinkedHashMap<>();

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

  @Mixin private Lock lock;
  @Mixin private Calibration calibration;

  private boolean isWarned;
  private Timings timings;

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

  /** Whether the command line names a pipeline. */
  public boolean isPipelineGiven() {
    return command.commandLine().getParseResult().hasMatchedOption("--pipeline");
  }

  /** The pipeline as the command line names it, or the default. */
  public String pipelineName() {
    return pipeline;
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
    return pipeline(network, Map.of());
  }

  /**
   * The passes to run, with other values for constants of their file.
   *
   * @param more what is set besides what the command line sets
   */
  public ChosenPipeline pipeline(Path network, Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.putAll(more);
    return ChosenPipeline.find(pipeline, network, all);
  }

  /** Runs the passes only. */
  public Compilation plan(Source network, int batch, int threads, Timings times) {
    return plan(network, batch, threads, times, (pass, graph) -> {});
  }

  /** Runs the passes only; weights may be missing. {@code printAfter} sees every graph. */
  public Compilation plan(
      Source network,
      int batch,
      int threads,
      Timings times,
      BiConsumer<PassInfo, Graph> printAfter) {
    return plan(network, batch, threads, times, printAfter, PatchObserver.NONE);
  }

  /** Runs the passes only, by the times that are known; {@code observer} sees every patch. */
  public Compilation plan(Source network, int batch, int threads, PatchObserver observer) {
    Timings times = knownTimes(network.file());
    return plan(network, batch, threads, times, (pass, graph) -> {}, observer);
  }

  private Compilation plan(
      Source network,
      int batch,
      int threads,
      Timings times,
      BiConsumer<PassInfo, Graph> printAfter,
      PatchObserver observer) {
    Target target = new Target(lanes(), threads);
    PassContext context = context(network, target, times, observer);
    return run(
        pipeline(network.file()),
        network.graph(),
        chosen ->
            new PassManager(printAfter)
                .run(chosen.forTarget(target), network.graph().bindAll(batch), context));
  }

  /** Runs the first passes, as many as leave the network portable; open sizes stay open. */
  public Graph portable(Source network, int threads) {
    Target target = new Target(lanes(), threads);
    PassContext context = context(network, target, knownTimes(network.file()), PatchObserver.NONE);
    return withPipeline(
        network,
        target,
        pipeline -> new PassManager().run(pipeline.portable(), network.graph(), context).graph());
  }

  private PassContext context(
      Source network, Target target, Timings times, PatchObserver observer) {
    return new PassContext(
            target,
            new Schedules(),
            new CompilingExecutor(),
            times,
            network.weights(),
            observer,
            patchLimit())
        .calibrated(calibration(network));
  }

  /** Inputs that passes may run {@code network} on, where the command line names some. */
  public Optional<Data> calibration(Source network) {
    return calibration.data(network);
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
    Timings times = measuredTimes(network.file(), false, Lock.WARM_UP);
    int taken = times.taken();
    CompiledNetwork compiled =
        run(
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
                        printAfter,
                        times,
                        calibration(network))));
    if (times.taken() > taken) {
      LockFile.write(times.times(), lock.file(network.file()));
    }
    return compiled;
  }

  /** The lock file of {@code network}, whether it is there or not. */
  public Path lockFile(Path network) {
    return lock.file(network);
  }

  /** Times to choose by, without measuring. */
  public Timings knownTimes(Path network) {
    return lock.known(network);
  }

  /**
   * Times to choose by where measuring is allowed, the same for all that the command compiles.
   *
   * @param isEager whether to measure even what no pipeline asks for
   * @param warmUp how long kernels run before they are measured, in seconds
   */
  public Timings measuredTimes(Path network, boolean isEager, double warmUp) {
    if (timings == null) {
      timings = Lock.measuring(lock.readIfAny(network), isEager, Lock.pace(warmUp), phases());
    }
    return timings;
  }

  private Phases phases() {
    boolean isShown = !isJson() && Terminal.isPresent();
    PrintWriter err = command.commandLine().getErr();
    return new Phases((title, total) -> new Progress(err, isShown, title, total));
  }

  private boolean isJson() {
    return command.commandLine().getParseResult().hasMatchedOption("--json");
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
    if (!warnings.isEmpty() && !isJson()) {
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
