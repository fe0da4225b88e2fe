package dev.whittle.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.NetworkCompiler.Settings;
import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.grammar.SourceWriter;
import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Likeness;
import dev.whittle.ir.reference.Agreement;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.ir.text.GraphPrinter;
import dev.whittle.ir.text.GraphText;
import dev.whittle.onnx.OnnxImport;
import dev.whittle.onnx.OnnxImport.Imported;
import dev.whittle.onnx.OnnxInputs;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.runtime.GeneratedClasses;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Reads models in memory and compares what they compute. */
final class Importing {
  private static final Path HERE = Path.of(".");
  private static final double TOLERANCE = 1e-4;
  private static final int[] LANES = {16, 8, 4, 1};

  private Importing() {}

  static Imported read(byte[] model) {
    return OnnxImport.read(
        MemorySegment.ofArray(model), "test.onnx", HERE, OnnxInputs.of(Map.of()));
  }

  static List<String> problems(byte[] model) {
    return read(model).diagnostics().stream().map(Diagnostic::toString).toList();
  }

  static Imported readWell(byte[] model) {
    Imported imported = read(model);
    assertThat(imported.diagnostics()).isEmpty();
    assertThat(imported.graph()).isPresent();
    return imported;
  }

  static Graph graph(byte[] model) {
    return readWell(model).graph().orElseThrow();
  }

  /** The outputs of an imported model, whose text must read back to the same graph. */
  static Map<String, Tensor> evaluate(Imported imported, Map<String, Tensor> inputs) {
    Graph graph = imported.graph().orElseThrow();
    assertReadsBack(graph);
    return ReferenceEvaluator.evaluate(graph, imported.weights(), inputs);
  }

  static void assertReadsBack(Graph graph) {
    GraphText text = GraphPrinter.print(graph);
    Loaded again = Cnn.read("Printed.cnn", text.text(), HERE, Weights.of(text.constants()));
    assertThat(again.diagnostics()).filteredOn(Diagnostic::isError).isEmpty();
    assertThat(again.graph()).contains(graph);
    GraphText written = SourceWriter.write(graph);
    Loaded alike = Cnn.read("Written.cnn", written.text(), HERE, Weights.of(written.constants()));
    assertThat(Likeness.areAlike(alike.graph().orElseThrow(), graph)).as(written.text()).isTrue();
    assertThat(written.text()).isNotEqualTo(text.text());
  }

  /** That ONNX Runtime computes the same. */
  static void agree(byte[] model, Map<String, Tensor> inputs) {
    Map<String, Tensor> actual = evaluate(readWell(model), inputs);
    Map<String, Tensor> expected = OnnxRuntime.run(model, inputs);
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, tensor) -> assertClose(tensor, actual.get(name), 1e-5));
  }

  /** As {@link #agree} on a model that ONNX Runtime may refuse; whether it computes it. */
  static boolean agreeIfValid(String name, byte[] model, Tensor x) {
    Map<String, Tensor> expected;
    try {
      expected = OnnxRuntime.run(model, Map.of("x", x));
    } catch (IllegalStateException e) {
      return false;
    }
    Map<String, Tensor> actual = evaluate(readWell(model), Map.of("x", x));
    try {
      expected.forEach((output, tensor) -> assertClose(tensor, actual.get(output), 1e-5));
    } catch (AssertionError e) {
      throw new AssertionError(name, e);
    }
    return true;
  }

  static void assertClose(Tensor expected, Tensor actual, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    for (long i = 0; i < expected.elementCount(); i++) {
      double e = expected.get(i);
      double a = actual.get(i);
      boolean isSame = e == a || Double.isNaN(e) && Double.isNaN(a);
      assertThat(isSame || Math.abs(e - a) <= tolerance * Math.max(1, Math.abs(e)))
          .as("element %d: expected %s, is %s", i, e, a)
          .isTrue();
    }
  }

  /** That compiled code computes the same, for one width of vectors. */
  static void compile(
      Evaluation evaluation, Weights weights, int batch, Map<String, Tensor> inputs) {
    int lanes = LANES[Math.floorMod(evaluation.graph().hashCode(), LANES.length)];
    Settings settings =
        new Settings(
            "whittle.generated",
            _ -> Pipelines.EXACT,
            List.of(lanes),
            List.of(batch),
            2,
            PassContext.UNLIMITED,
            (_, _) -> {});
    CompiledNetwork compiled = NetworkCompiler.compile(evaluation.graph(), weights, settings);
    try (Model model =
        Model.load(
            compiled.file(),
            new GeneratedClasses(compiled.classes()),
            Options.standard().withLanes(lanes).withThreads(1).poisoned())) {
      assertAgrees("compiled", evaluation, model.run(inputs));
    }
  }

  static void assertAgrees(String what, Evaluation evaluation, Map<String, Tensor> actual) {
    Agreement agreement = Agreement.of(evaluation, actual);
    assertThat(agreement.error()).as(() -> what + ": " + agreement).isLessThanOrEqualTo(TOLERANCE);
  }

  static Tensor random(int... shape) {
    Random random = new Random(7);
    float[] values = new float[Math.toIntExact(Tensor.elementCount(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = 4 * random.nextFloat() - 2;
    }
    return Tensor.of(values, shape);
  }
}
