package dev.whittle.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Shape;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.onnx.OnnxImport.Imported;
import dev.whittle.passes.PassFailure;
import dev.whittle.runtime.Tensor;
import dev.whittle.tests.onnx.NodeCase.Bound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * ONNX's own tests of its operators, where Debian's package {@code libonnx-testdata} is installed
 * or {@code -Dwhittle.onnx.tests} names their folder. A model that is read computes what ONNX says,
 * by the reference evaluator and compiled; the others are listed by the reason why they are not
 * read.
 */
class NodeTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("whittle.onnx.tests", "/usr/share/libonnx-testdata/data/node"));
  private static final int LEAST_PASSED = 520;
  private static final double TOLERANCE = 4e-3;

  /** Of the tests whose models have these operators only, this share may be skipped. */
  private static final double MOST_SKIPPED = 0.05;

  private static final Set<String> PROMISED =
      Set.of(
          ("Abs Add ArgMax AveragePool BatchNormalization Cast Clip Concat Constant ConstantOfShape"
                  + " Conv ConvTranspose DepthToSpace DequantizeLinear Div Dropout Elu Erf Exp"
                  + " Expand Flatten Gather Gelu Gemm GlobalAveragePool GlobalMaxPool HardSigmoid"
                  + " HardSwish Identity InstanceNormalization LRN LayerNormalization LeakyRelu Log"
                  + " LogSoftmax MatMul Max MaxPool Mean Min Mul Neg PRelu Pad Pow QuantizeLinear"
                  + " ReduceMax ReduceMean ReduceMin ReduceSum Relu Reshape Resize Selu Shape"
                  + " Sigmoid Slice Softmax Softplus SpaceToDepth Split Sqrt Squeeze Sub Sum Tanh"
                  + " Tile Transpose Unsqueeze Upsample")
              .split(" "));

  private final Map<String, String> failed = new TreeMap<>();
  private final Map<String, String> skipped = new TreeMap<>();
  private final Map<Bound, List<String>> passed = new EnumMap<>(Bound.class);
  private final Map<String, List<String>> promisedButSkipped = new TreeMap<>();
  private int promised;
  private int compiled;
  private int uncompiled;

  @Test
  void whatIsReadComputesWhatOnnxSays() throws IOException {
    assumeTrue(
        Files.isDirectory(FOLDER),
        () -> FOLDER + " is absent: install libonnx-testdata, or give -Dwhittle.onnx.tests");
    try (Stream<Path> cases = Files.list(FOLDER)) {
      for (Path folder : cases.sorted().toList()) {
        check(NodeCase.of(folder));
      }
    }
    int all = passed.values().stream().mapToInt(List::size).sum();
    int lacking = promisedButSkipped.values().stream().mapToInt(List::size).sum();
    System.out.printf("ONNX node tests: %d pass, %d are skipped%n", all, skipped.size());
    passed.forEach((bound, names) ->
        System.out.printf(
            "pass with %s known: %d: %s%n",
            bound.name().toLowerCase(Locale.ROOT), names.size(), String.join(" ", names)));
    System.out.printf("%d are compiled, %d have no kernels%n", compiled, uncompiled);
    skipped.forEach((name, why) -> System.out.printf("skip %s: %s%n", name, why));
    System.out.printf(
        "of %d tests of operators that are promised %d pass, %d are skipped, %.1f %%:%n",
        promised, promised - lacking, lacking, 100.0 * lacking / promised);
    promisedButSkipped.forEach((why, names) ->
        System.out.printf("%5d %s: %s%n", names.size(), why, String.join(" ", names)));
    assertThat(failed).isEmpty();
    assertThat(all).isGreaterThanOrEqualTo(LEAST_PASSED);
    assertThat((double) lacking / promised).isLessThanOrEqualTo(MOST_SKIPPED);
  }

  private void check(NodeCase test) throws IOException {
    boolean isPromised = PROMISED.containsAll(test.operators());
    promised += isPromised ? 1 : 0;
    String why = "";
    for (Bound bound : Bound.values()) {
      Imported imported = test.read(bound);
      if (imported.graph().isEmpty()) {
        why = reason(imported.diagnostics());
        continue;
      }
      Map<String, Tensor> inputs = test.inputs(imported.graph().get());
      if (!fit(imported.graph().get(), inputs)) {
        why = "its data has not the shape that its model declares";
        continue;
      }
      try {
        run(test, imported, inputs);
        passed.computeIfAbsent(bound, _ -> new ArrayList<>()).add(test.name());
      } catch (AssertionError | RuntimeException e) {
        failed.put(test.name(), bound + ": " + e.getMessage());
      }
      return;
    }
    skipped.put(test.name(), why);
    if (isPromised) {
      String reason = why.replaceAll(",? `[^`]*`,?", "").replaceAll("\\[[^]]*\\]", "[…]");
      promisedButSkipped.computeIfAbsent(reason, _ -> new ArrayList<>()).add(test.name());
    }
  }

  private static String reason(List<Diagnostic> diagnostics) {
    return diagnostics.getFirst().code() + " " + diagnostics.getFirst().message();
  }

  private static boolean fit(Graph graph, Map<String, Tensor> inputs) {
    return graph.inputs().stream()
        .allMatch(node -> node.type().shape().equals(Shape.of(inputs.get(node.name()).shape())));
  }

  private void run(NodeCase test, Imported imported, Map<String, Tensor> inputs)
      throws IOException {
    Graph graph = imported.graph().orElseThrow();
    Importing.assertReadsBack(graph);
    Evaluation evaluation = ReferenceEvaluator.trace(graph, imported.weights(), inputs);
    List<Tensor> outputs = List.copyOf(evaluation.outputs().values());
    List<Tensor> expected = test.outputs();
    boolean isQuantised = test.operators().contains("QuantizeLinear");
    for (int i = 0; i < outputs.size(); i++) {
      if (!isQuantised) {
        assertThat(outputs.get(i).type()).isEqualTo(expected.get(i).type());
      }
      Importing.assertClose(expected.get(i), outputs.get(i), TOLERANCE);
    }
    try {
      Importing.compile(evaluation, imported.weights(), batch(inputs), inputs);
      compiled++;
    } catch (PassFailure e) {
      uncompiled++;
      System.out.printf("no kernels for %s: %s%n", test.name(), e.diagnostic().message());
    }
  }

  private static int batch(Map<String, Tensor> inputs) {
    return inputs.values().stream()
        .map(Tensor::shape)
        .filter(shape -> shape.length > 0)
        .map(shape -> shape[0])
        .findFirst()
        .orElse(1);
  }
}
