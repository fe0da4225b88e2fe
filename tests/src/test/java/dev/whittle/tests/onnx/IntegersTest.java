package dev.whittle.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.onnx.OnnxImport;
import dev.whittle.onnx.OnnxImport.Imported;
import dev.whittle.onnx.OnnxInputs;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.ModelException;
import dev.whittle.runtime.Tensor;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

/** Models that take, compute and give integers and booleans. */
class IntegersTest {
  private static final int BYTES = 256;

  @Test
  void pictureOfBytesBecomesFloats() {
    byte[] model =
        new ModelBytes(17)
            .typedInput("x", ModelBytes.UINT8, 1, 5, 7, 3)
            .output("y")
            .floats("w", new int[] {4, 3, 3, 3}, Importing.random(4, 3, 3, 3).floats())
            .node("Transpose", List.of("x"), List.of("c"), Map.of("perm", List.of(0, 3, 1, 2)))
            .node("Cast", List.of("c"), List.of("f"), Map.of("to", ModelBytes.FLOAT))
            .node("Conv", List.of("f", "w"), Map.of())
            .bytes();
    byte[] pixels = new byte[5 * 7 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 37);
    }
    Tensor picture = Tensor.of(ElementType.U8, MemorySegment.ofArray(pixels), 1, 5, 7, 3);
    Evaluation evaluation = evaluate(model, Map.of("x", picture));
    Importing.assertClose(
        OnnxRuntime.run(model, Map.of("x", picture)).get("y"), evaluation.outputs().get("y"), 1e-3);
  }

  @Test
  void integersAreMovedTogetherWithConstants() {
    byte[] more = {(byte) 255, 0, 7};
    byte[] model =
        new ModelBytes(14)
            .typedInput("x", ModelBytes.UINT8, 1, 3)
            .untypedOutput("y")
            .untypedOutput("k")
            .initialiser(ModelBytes.tensor("more", ModelBytes.UINT8, new int[] {1, 3}, more))
            .node("Concat", List.of("x", "more", "x"), List.of("y"), Map.of("axis", 1))
            .node("Identity", List.of("more"), List.of("k"), Map.of())
            .bytes();
    Tensor x = Tensor.of(ElementType.U8, MemorySegment.ofArray(new byte[] {1, 2, -3}), 1, 3);
    Map<String, Tensor> outputs = evaluate(model, Map.of("x", x)).outputs();
    assertThat(outputs.get("y").data().toArray(ValueLayout.JAVA_BYTE))
        .containsExactly(1, 2, -3, -1, 0, 7, 1, 2, -3);
    assertThat(outputs.get("k"))
        .isEqualTo(Tensor.of(ElementType.U8, MemorySegment.ofArray(more), 1, 3));
  }

  @Test
  void bytesWrapAround() {
    everyPair("Add", ModelBytes.UINT8, (a, b) -> a + b & 0xff);
    everyPair("Sub", ModelBytes.UINT8, (a, b) -> a - b & 0xff);
    everyPair("Mul", ModelBytes.UINT8, (a, b) -> a * b & 0xff);
    everyPair("Add", ModelBytes.INT8, (a, b) -> (byte) (a + b));
    everyPair("Sub", ModelBytes.INT8, (a, b) -> (byte) (a - b));
    everyPair("Mul", ModelBytes.INT8, (a, b) -> (byte) (a * b));
    everyPair("Max", ModelBytes.INT8, Math::max);
    everyPair("Div", ModelBytes.UINT8, (a, b) -> a / b);
  }

  /** All bytes with all bytes; what is divided by 0 is left to the engine. */
  private static void everyPair(String operator, int type, IntBinaryOperator expected) {
    boolean isSigned = type == ModelBytes.INT8;
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      bytes[i] = (byte) i;
    }
    ElementType element = isSigned ? ElementType.I8 : ElementType.U8;
    MemorySegment data = MemorySegment.ofArray(bytes);
    byte[] model =
        new ModelBytes(14)
            .typedInput("a", type, BYTES, 1)
            .typedInput("b", type, 1, BYTES)
            .untypedOutput("y")
            .node(operator, List.of("a", "b"), Map.of())
            .bytes();
    Map<String, Tensor> inputs =
        Map.of("a", Tensor.of(element, data, BYTES, 1), "b", Tensor.of(element, data, 1, BYTES));
    Tensor result = evaluate(model, inputs).outputs().get("y");
    assertThat(result.type()).isEqualTo(element);
    for (int i = 0; i < BYTES * BYTES; i++) {
      int a = isSigned ? (byte) (i / BYTES) : i / BYTES;
      int b = isSigned ? (byte) (i % BYTES) : i % BYTES;
      boolean isDefined = b != 0 || !operator.equals("Div");
      assertThat((int) result.get(i))
          .as("%s %d %d", operator, a, b)
          .isEqualTo(isDefined ? expected.applyAsInt(a, b) : (int) result.get(i));
    }
  }

  @Test
  void oppositesOfBytesWrapAround() {
    for (String operator : List.of("Neg", "Abs")) {
      byte[] model =
          new ModelBytes(14)
              .typedInput("x", ModelBytes.INT8, 3)
              .untypedOutput("y")
              .node(operator, List.of("x"), Map.of())
              .bytes();
      Tensor x = Tensor.of(ElementType.I8, MemorySegment.ofArray(new byte[] {-128, -5, 7}), 3);
      Tensor y = evaluate(model, Map.of("x", x)).outputs().get("y");
      assertThat(y.get(0)).isEqualTo(-128);
      assertThat(y.get(1)).isEqualTo(5);
      assertThat(Math.abs(y.get(2))).isEqualTo(7);
    }
  }

  @Test
  void whatMayBeNoExactFloatIsRefused() {
    assertThat(problems(longs(1).node("Add", List.of("x", "x"), Map.of())))
        .containsExactly(
            "test.onnx: error WO202: Add `y`: computes with i64, of which results may be no"
                + " exact floats\n  hint: give the input a value with --input-value, or cast it to"
                + " float before");
    assertThat(
            problems(longs(1).node("Cast", List.of("x"), Map.of("to", ModelBytes.INT8))).getFirst())
        .contains("casts i64 to int8, which does not hold them all");
    assertThat(problems(longs(1).node("Exp", List.of("x"), Map.of())).getFirst())
        .contains("WO204", "operand 1 must hold floating point numbers, is i64[1]");
    assertThat(
            problems(
                    longs(1)
                        .integers("large", (1L << 24) + 1)
                        .node("Max", List.of("x", "large"), Map.of()))
                .getFirst())
        .contains("computes with the integer 16777217, which is no exact float");
  }

  @Test
  void integersThatNoFloatIsAreRefusedWhenTheModelRuns() {
    byte[] model = longs(2).integers("one", 1).node("Max", List.of("x", "one"), Map.of()).bytes();
    long large = 1L << 40;
    Tensor exact = integers(large, -large);
    Tensor result = evaluate(model, Map.of("x", exact)).outputs().get("y");
    assertThat(result.integer(0)).isEqualTo(large);
    assertThat(result.integer(1)).isEqualTo(1);
    for (long value : List.of(large + 1, (1L << 24) + 1, Long.MAX_VALUE, Long.MIN_VALUE + 1)) {
      assertThatThrownBy(() -> evaluate(model, Map.of("x", integers(1, value))))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("input x has the element " + value);
    }
  }

  @Test
  void constantsThatWouldWrapAroundAreRefused() {
    byte[] most = {(byte) 200};
    ByteArrayOutputStream bytes = ModelBytes.tensor("bytes", ModelBytes.UINT8, new int[] {1}, most);
    byte[] model =
        ModelBytes.of(14, 1)
            .initialiser(bytes)
            .node("Add", List.of("bytes", "bytes"), List.of("sum"), Map.of())
            .node("Cast", List.of("sum"), List.of("f"), Map.of("to", ModelBytes.FLOAT))
            .node("Mul", List.of("x", "f"), Map.of())
            .bytes();
    assertThat(Importing.problems(model))
        .containsExactly(
            "test.onnx: error WO202: Add `sum`: computes the integer 400, which uint8 does not"
                + " hold");
  }

  @Test
  void inputsCanBeGivenValues() {
    byte[] model =
        ModelBytes.of(14, 2, 6)
            .typedInput("shape", ModelBytes.INT64, 3)
            .typedInput("axes", ModelBytes.INT64, 1)
            .node("Reshape", List.of("x", "shape"), List.of("r"), Map.of())
            .node("ReduceSum", List.of("r", "axes"), Map.of("keepdims", 0))
            .bytes();
    assertThat(Importing.problems(model).getFirst())
        .contains(
            "Reshape `r`: computes with what the network computes",
            "hint: give it a value if it is always the same: --input-value shape=…");
    Imported imported = with(model, Map.of("shape", "2,-1,2", "axes", "[ -1 ]"));
    assertThat(imported.diagnostics()).isEmpty();
    Tensor x = Importing.random(2, 6);
    Tensor y = Importing.evaluate(imported, Map.of("x", x)).get("y");
    assertThat(y.shape()).containsExactly(2, 3);
    assertThat(y.get(0)).isEqualTo((float) (x.get(0) + x.get(1)));
  }

  @Test
  void valuesThatDoNotFitAreReported() {
    byte[] model =
        ModelBytes.of(14, 2, 6)
            .typedInput("shape", ModelBytes.INT64, 3)
            .node("Reshape", List.of("x", "shape"), Map.of())
            .bytes();
    assertThat(first(model, Map.of("shape", "2,6")))
        .contains("WO305", "the input `shape` has not the 2 elements of `2,6`");
    assertThat(first(model, Map.of("shape", "2,a,3")))
        .contains("WO305", "the input `shape` holds int64, not `2,a,3`");
    assertThat(with(model, Map.of("shap", "1")).diagnostics().toString())
        .contains("WO305", "the model has no input `shap`", "did you mean `shape`");
  }

  private static String first(byte[] model, Map<String, String> values) {
    return with(model, values).diagnostics().getFirst().toString();
  }

  private static Imported with(byte[] model, Map<String, String> values) {
    return OnnxImport.read(
        MemorySegment.ofArray(model), "test.onnx", Path.of("."), new OnnxInputs(Map.of(), values));
  }

  private static ModelBytes longs(int size) {
    return new ModelBytes(14).typedInput("x", ModelBytes.INT64, size).untypedOutput("y");
  }

  private static List<String> problems(ModelBytes model) {
    return Importing.problems(model.bytes());
  }

  /** By the reference, to which compiled code is held. */
  private static Evaluation evaluate(byte[] model, Map<String, Tensor> inputs) {
    Imported imported = Importing.readWell(model);
    Importing.assertReadsBack(imported.graph().orElseThrow());
    Evaluation evaluation =
        ReferenceEvaluator.trace(imported.graph().orElseThrow(), imported.weights(), inputs);
    int batch = inputs.values().stream().mapToInt(t -> t.size(0)).max().orElse(1);
    Importing.compile(evaluation, imported.weights(), batch, inputs);
    return evaluation;
  }

  private static Tensor integers(long... values) {
    return Tensor.of(ElementType.I64, MemorySegment.ofArray(values), values.length);
  }
}
