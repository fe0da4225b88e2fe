package dev.whittle.tests.compiled;

import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Parameter;
import dev.whittle.passes.pipeline.PipelineBinder;
import dev.whittle.passes.pipeline.TargetedPipeline;
import dev.whittle.runtime.GeneratedClasses;
import dev.whittle.runtime.Plan;
import dev.whittle.runtime.Program;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Runs the first unit of a step of every kernel of networks often enough for HotSpot's compilers.
 * Started in a JVM of its own that prints compilations.
 */
final class HotMethods {
  private static final int RUNS = 60;
  private static final int LEAST_RUNS = 10;

  /**
   * Large units call their kernels often by themselves, and what the first compiler made is slow.
   */
  private static final long NANOSECONDS = 500_000_000;

  private HotMethods() {}

  /**
   * Runs the first network of each file.
   *
   * @param args the floats of a vector, then {@code .cnn} files
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    int lanes = Integer.parseInt(args[0]);
    for (String file : Arrays.asList(args).subList(1, args.length)) {
      run(compile(file, lanes));
    }
  }

  /**
   * The first network of {@code file}, by the file's first pipeline where it has one. Weights of
   * the file {@code Sparse.cnn} have zeros.
   */
  private static CompiledNetwork compile(String file, int lanes) {
    Loaded loaded = Cnn.check(Path.of(file));
    Graph graph = loaded.graphs().getFirst();
    Weights weights = file.endsWith("Sparse.cnn") ? thinned(graph) : halves(graph);
    return NetworkCompiler.compile(graph, weights, settings(loaded, lanes));
  }

  private static NetworkCompiler.Settings settings(Loaded loaded, int lanes) {
    if (loaded.pipelines().isEmpty()) {
      return NetworkCompiler.Settings.of(lanes, 1, 1);
    }
    TargetedPipeline pipeline =
        PipelineBinder.bind(loaded.pipelines().getFirst()).pipeline().orElseThrow();
    return NetworkCompiler.Settings.of(pipeline::forTarget, lanes, 1, 1);
  }

  private static void run(CompiledNetwork network) throws ReflectiveOperationException {
    ClassLoader loader = new GeneratedClasses(network.classes());
    Plan plan = network.file().plans().getFirst();
    Program program =
        (Program) loader.loadClass(plan.programClass()).getConstructor().newInstance();
    ArenaRun arena = new ArenaRun(plan, program);
    arena.pack(network.file().weights());
    Set<String> kernels = new HashSet<>();
    for (int step = 0; step < plan.steps().size(); step++) {
      if (kernels.add(plan.steps().get(step).kernel())) {
        long end = System.nanoTime() + NANOSECONDS;
        for (int run = 0; run < RUNS && (run < LEAST_RUNS || System.nanoTime() < end); run++) {
          arena.run(step, 0, 1);
        }
      }
    }
  }

  /** Every parameter of {@code graph}, filled with 0.5. */
  static Weights halves(Graph graph) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Parameter parameter) {
        int[] shape = parameter.type().shape().sizes();
        tensors.put(parameter.name(), half(shape));
      }
    }
    return Weights.of(tensors);
  }

  /** The same, with three of four columns of every weight zero. */
  private static Weights thinned(Graph graph) {
    Weights halves = halves(graph);
    for (String name : halves.names()) {
      Tensor tensor = halves.find(name).orElseThrow();
      float[] values = tensor.floats();
      for (int i = 0; tensor.rank() > 1 && i < values.length; i++) {
        values[i] = i % (values.length / tensor.size(0)) % 4 == 1 ? values[i] : 0f;
      }
    }
    return halves;
  }

  private static Tensor half(int... shape) {
    float[] values = new float[(int) Tensor.elementCount(shape)];
    Arrays.fill(values, 0.5f);
    return Tensor.of(values, shape);
  }
}
