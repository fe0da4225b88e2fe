package dev.whittle.tests.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Algorithm;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.reference.Agreement;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.ir.verify.Verifier;
import dev.whittle.passes.ledger.RandomInputs;
import dev.whittle.runtime.GeneratedClasses;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.ModelFile;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks whose weights have zeros: what runs them, and that it computes what it should. */
class SparseNetworksTest {
  private static final double TOLERANCE = 1e-4;
  private static final Set<String> SPARSE = Set.of("sparse", "thinned");

  private static final String NETWORK =
      """
      network Net {
        input image: f32[N, 24, 9, 13]
        first = image |> conv(64, kernel: 3, pads: 1) |> relu
        second = relu(conv(first, 64, kernel: 5, pads: 2, bias: false) + first)
        third = second |> conv(50, kernel: 3, stride: 2) |> silu
        hidden = third |> flatten |> dense(203) |> relu
        output y = hidden |> dense(10)
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void aDenseWeightIsNeverTakenForSparse(int lanes) {
    assertThat(algorithms(compile(weights(1, 1), lanes))).doesNotContainAnyElementsOf(SPARSE);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void zerosAreLeftOutAndTheResultIsThatOfTheReference(int lanes) throws IOException {
    Random random = new Random();
    long seed = Long.getLong("whittle.seed", random.nextLong());
    Weights weights = weights(seed, 0.02);
    CompiledNetwork compiled = compile(weights, lanes);
    assertThat(algorithms(compiled)).as("-Dwhittle.seed=" + seed).containsAll(SPARSE);
    compiled.variants().forEach(v -> Verifier.verify(v.compilation().graph(), Level.PLANNED));
    Path file = folder.resolve("net.whittle");
    compiled.file().write(file);
    Graph graph = graph().bindAll(2);
    Map<String, Tensor> inputs = RandomInputs.of(graph, seed);
    Map<String, Tensor> once = run(compiled, file, lanes, 1, inputs);
    Map<String, Tensor> shared = run(compiled, file, lanes, 2, inputs);
    assertThat(shared.get("y").floats()).containsExactly(once.get("y").floats());
    Agreement agreement = Agreement.of(ReferenceEvaluator.trace(graph, weights, inputs), once);
    assertThat(agreement.error())
        .as("-Dwhittle.seed=%d %s", seed, agreement)
        .isLessThanOrEqualTo(TOLERANCE);
  }

  private static Map<String, Tensor> run(
      CompiledNetwork compiled, Path file, int lanes, int threads, Map<String, Tensor> inputs) {
    Options options = Options.standard().withLanes(lanes).withThreads(threads).poisoned();
    try (Model model =
        Model.load(ModelFile.read(file), new GeneratedClasses(compiled.classes()), options)) {
      return model.run(inputs);
    }
  }

  private static CompiledNetwork compile(Weights weights, int lanes) {
    return NetworkCompiler.compile(graph(), weights, NetworkCompiler.Settings.of(lanes, 2, 2));
  }

  private static Set<String> algorithms(CompiledNetwork compiled) {
    Set<String> algorithms = new TreeSet<>();
    compiled
        .variants()
        .forEach(variant ->
            variant.compilation().graph().nodes().stream()
                .filter(node -> node.op() instanceof Lowered)
                .map(node -> Algorithm.base(((Lowered) node.op()).algorithm()))
                .forEach(algorithms::add));
    return algorithms;
  }

  private static Graph graph() {
    return Cnn.read("Net.cnn", NETWORK, Path.of("")).graph().orElseThrow();
  }

  /** Weights of which blocks of 16 outputs keep this share of their columns. */
  private static Weights weights(long seed, double density) {
    Random random = new Random(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Node node : graph().nodes()) {
      if (node.op() instanceof Parameter(var name, var type)) {
        int[] shape = type.shape().sizes();
        float[] values = new float[(int) Tensor.elementCount(shape)];
        int columns = values.length / shape[0];
        Map<Integer, Boolean> kept = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
          int column = i / columns / 16 * columns + i % columns;
          boolean keeps =
              shape.length == 1 || kept.computeIfAbsent(column, c -> random.nextDouble() < density);
          values[i] = keeps ? (random.nextFloat() - 0.5f) / 2 : 0f;
        }
        tensors.put(name, Tensor.of(values, shape));
      }
    }
    return Weights.of(tensors);
  }
}
