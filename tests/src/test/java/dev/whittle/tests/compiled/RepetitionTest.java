package dev.whittle.tests.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Parameter;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.pipeline.PipelineBinder;
import dev.whittle.runtime.GeneratedClasses;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Step;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.Workers;
import dev.whittle.tests.graphs.RandomTensors;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same bits come out whether generated code is interpreted or HotSpot's compilers have made it
 * fast, and on one thread as on two.
 */
class RepetitionTest {
  private static final Path NETWORK = Path.of("src/test/resources/compiled/Algorithms.cnn");
  private static final int REPETITIONS = 1_000;

  private static final String[] ALGORITHMS = {
    "_lines",
    "winograd_f2",
    "winograd_f4",
    "winograd_f6",
    "fourier8",
    "fourier16",
    "strassen",
    "depthwise",
    "max_pool",
    "dense",
    "softmax"
  };

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4})
  void everyRunGivesTheSameBits(int lanes) {
    SplittableRandom random = new SplittableRandom(4);
    Loaded loaded = Cnn.check(NETWORK);
    Graph graph = loaded.graphs().getFirst();
    Weights weights = weights(graph, random);
    CompiledNetwork compiled = NetworkCompiler.compile(graph, weights, settings(loaded, lanes));
    assertThat(kernels(compiled)).contains(ALGORITHMS);
    ClassLoader classes = new GeneratedClasses(compiled.classes());
    float[] input = RandomTensors.normal(random, 1, 2, 3, 37, 37).floats();
    float[] first = new float[20];
    float[] next = new float[20];
    Options options = Options.standard().withLanes(lanes).withoutQuickStart();
    try (Workers pair = Workers.of(2);
        Model single = Model.load(compiled.file(), classes, options.withThreads(1));
        Model shared = Model.load(compiled.file(), classes, options.withWorkers(pair))) {
      single.run(input, first);
      assertThat(first).doesNotContain(Float.NaN);
      for (int i = 1; i < REPETITIONS; i++) {
        (i % 2 == 0 ? single : shared).run(input, next);
        assertThat(next).as("run %d", i).isEqualTo(first);
      }
    }
  }

  private static NetworkCompiler.Settings settings(Loaded loaded, int lanes) {
    return new NetworkCompiler.Settings(
        "whittle.generated",
        PipelineBinder.bind(loaded.pipelines().getFirst()).pipeline().orElseThrow()::forTarget,
        List.of(lanes),
        List.of(2),
        2,
        PassContext.UNLIMITED,
        (pass, graph) -> {});
  }

  private static String kernels(CompiledNetwork compiled) {
    return compiled.file().plans().getFirst().steps().stream()
        .map(Step::kernel)
        .collect(Collectors.joining(" "));
  }

  private static Weights weights(Graph graph, SplittableRandom random) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Parameter parameter) {
        int[] shape = parameter.type().shape().sizes();
        tensors.put(parameter.name(), RandomTensors.weight(random, shape));
      }
    }
    return Weights.of(tensors);
  }
}
