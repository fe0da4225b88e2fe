package dev.whittle.codegen;

import dev.whittle.codegen.CompiledNetwork.Variant;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.op.Input;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.PatchObserver;
import dev.whittle.passes.Target;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.pipeline.Compilation;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.times.Timings;
import dev.whittle.runtime.ModelFile;
import dev.whittle.runtime.PackedWeight;
import dev.whittle.runtime.Preprocessing;
import dev.whittle.runtime.Program;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The whole road: a network and its weights become classes and a model file. */
public final class NetworkCompiler {
  private NetworkCompiler() {}

  /**
   * How to compile.
   *
   * @param packageName of the generated classes, may be empty
   * @param pipeline the passes to run for each target
   * @param lanes the widths to generate code for, in floats
   * @param batches the batch sizes to make plans for; a network without a symbolic batch has one
   *     plan whatever is asked
   * @param threads workers that will share a step
   * @param patchLimit how many patches optional passes may apply
   * @param printAfter sees the graph after every pass
   * @param timings measured times to choose kernels by
   * @param calibration inputs that passes may run the network on
   */
  public record Settings(
      String packageName,
      Function<Target, Pipeline> pipeline,
      List<Integer> lanes,
      List<Integer> batches,
      int threads,
      long patchLimit,
      BiConsumer<PassInfo, Graph> printAfter,
      Timings timings,
      Optional<Data> calibration) {
    public Settings {
      lanes = List.copyOf(lanes);
      batches = List.copyOf(batches);
    }

    /** Settings that choose kernels by the cost model. */
    public Settings(
        String packageName,
        Function<Target, Pipeline> pipeline,
        List<Integer> lanes,
        List<Integer> batches,
        int threads,
        long patchLimit,
        BiConsumer<PassInfo, Graph> printAfter) {
      this(packageName, pipeline, lanes, batches, threads, patchLimit, printAfter, Timings.none());
    }

    /** Settings without data to calibrate on. */
    public Settings(
        String packageName,
        Function<Target, Pipeline> pipeline,
        List<Integer> lanes,
        List<Integer> batches,
        int threads,
        long patchLimit,
        BiConsumer<PassInfo, Graph> printAfter,
        Timings timings) {
      this(
          packageName,
          pipeline,
          lanes,
          batches,
          threads,
          patchLimit,
          printAfter,
          timings,
          Optional.empty());
    }

    /** The default pipeline for one width and batch. */
    public static Settings of(int lanes, int batch, int threads) {
      return of(target -> Pipelines.EXACT, lanes, batch, threads);
    }

    /** A pipeline for one width and batch. */
    public static Settings of(
        Function<Target, Pipeline> pipeline, int lanes, int batch, int threads) {
      return new Settings(
          "whittle.generated",
          pipeline,
          List.of(lanes),
          List.of(batch),
          threads,
          PassContext.UNLIMITED,
          (pass, graph) -> {});
    }
  }

  /**
   * Compiles {@code graph}.
   *
   * @param weights every parameter of the graph
   * @throws dev.whittle.passes.PassFailure when the network cannot be compiled
   * @throws IllegalArgumentException when a parameter is missing
   */
  public static CompiledNetwork compile(Graph graph, Weights weights, Settings settings) {
    List<Variant> variants = new ArrayList<>();
    for (int lanes : settings.lanes()) {
      for (int batch : isSymbolic(graph) ? settings.batches() : List.of(1)) {
        variants.add(compile(graph, weights, settings, lanes, batch));
      }
    }
    return assemble(graph, weights, variants);
  }

  /** The variants of {@code graph} as one model, with what of {@code weights} they need. */
  static CompiledNetwork assemble(Graph graph, Weights weights, List<Variant> variants) {
    Map<String, Tensor> constants = new HashMap<>();
    variants.forEach(variant -> constants.putAll(variant.compiled().constants()));
    Map<String, Preprocessing> preprocessing = new LinkedHashMap<>();
    for (Node node : graph.inputs()) {
      ((Input) node.op()).preprocessing().ifPresent(p -> preprocessing.put(node.name(), p));
    }
    Map<String, List<String>> labels = new LinkedHashMap<>();
    for (Output output : graph.outputs()) {
      if (!output.labels().isEmpty()) {
        labels.put(output.name(), output.labels());
      }
    }
    ModelFile file =
        new ModelFile(
            graph.name(),
            Program.ABI,
            variants.stream().map(variant -> variant.compiled().plan()).toList(),
            preprocessing,
            labels,
            used(variants, constants, weights));
    return new CompiledNetwork(file, variants);
  }

  private static boolean isSymbolic(Graph graph) {
    return graph.bindAll(1) != graph;
  }

  private static Variant compile(
      Graph graph, Weights weights, Settings settings, int lanes, int batch) {
    Target target = new Target(lanes, settings.threads());
    PassContext context =
        new PassContext(
                target,
                new Schedules(),
                new CompilingExecutor(),
                settings.timings(),
                weights,
                PatchObserver.NONE,
                settings.patchLimit())
            .calibrated(settings.calibration());
    Compilation compilation =
        new PassManager(settings.printAfter())
            .run(settings.pipeline().apply(target), graph.bindAll(batch), context);
    String prefix = settings.packageName().isEmpty() ? "" : settings.packageName() + ".";
    String width = lanes == 1 ? "scalar" : "v" + 32 * lanes;
    String base = CompiledNetwork.baseName(graph.name());
    String name = "%s%s_%s_b%d".formatted(prefix, base, width, batch);
    return new Variant(compilation, ModelCompiler.compile(compilation.graph(), target, name));
  }

  private static Weights used(
      List<Variant> variants, Map<String, Tensor> constants, Weights weights) {
    Map<String, Tensor> used = new TreeMap<>();
    for (Variant variant : variants) {
      for (PackedWeight weight : variant.compiled().plan().weights()) {
        String name = weight.tensor();
        used.computeIfAbsent(
            name,
            n ->
                constants.containsKey(n)
                    ? constants.get(n)
                    : weights
                        .find(n)
                        .orElseThrow(() -> new IllegalArgumentException("no tensor " + n)));
      }
    }
    return Weights.of(used);
  }
}
