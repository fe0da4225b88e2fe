package dev.whittle.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.runtime.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Imported functions of elements, reductions and normalisations compute what ONNX Runtime does. */
class FunctionsTest {
  private static final int[] SHAPE = {2, 4, 3, 5};
  private static final Map<String, Object> NONE = Map.of();
  private static final Map<String, Tensor> TENSORS =
      Map.of(
          "two", Tensor.of(new float[] {2}),
          "three", Tensor.of(new float[] {3}, 1),
          "half", Tensor.of(new float[] {0.5f}),
          "uneven", Tensor.of(new float[] {-1.5f}, 1, 1, 1, 1),
          "row", Tensor.of(new float[] {1, 2, 3, 0, -1}, 5),
          "scale", Tensor.of(new float[] {1, 2, -3, 0.5f}, 4),
          "shift", Tensor.of(new float[] {0, 1, 2, -1}, 4),
          "pair", Tensor.of(new float[] {2, -1}, 2));

  @ParameterizedTest(name = "{0} {2} in operator set {1}")
  @MethodSource("ofOneOperand")
  void ofOneOperandAgree(String operator, int operatorSet, Map<String, Object> attributes) {
    byte[] model =
        ModelBytes.of(operatorSet, SHAPE)
            .node("Abs", List.of("x"), List.of("size"), NONE)
            .node(operator, List.of(ofPositive(operator) ? "size" : "x"), attributes)
            .bytes();
    Importing.agree(model, Map.of("x", Importing.random(SHAPE)));
  }

  private static boolean ofPositive(String operator) {
    return List.of("Log", "Sqrt", "ReduceLogSum", "Reciprocal").contains(operator);
  }

  static Stream<Arguments> ofOneOperand() {
    return Stream.of(
            of("Exp", NONE, 7, 13),
            of("Log", NONE, 7, 13),
            of("Sqrt", NONE, 7, 13),
            of("Reciprocal", NONE, 7, 13),
            of("Erf", NONE, 9, 13),
            of("Round", NONE, 11, 22),
            of("Elu", NONE, 7, 22),
            of("Elu", Map.of("alpha", 0.3f), 7),
            of("Selu", NONE, 7, 22),
            of("Selu", Map.of("alpha", 2f, "gamma", 3f), 7),
            of("Celu", NONE, 12),
            of("Celu", Map.of("alpha", 0.5f), 12),
            of("Softplus", NONE, 7, 22),
            of("Softsign", NONE, 7, 22),
            of("Mish", NONE, 18, 22),
            of("Gelu", NONE, 20),
            of("Gelu", Map.of("approximate", "tanh"), 20),
            of("LogSoftmax", NONE, 7, 11, 13),
            of("LogSoftmax", Map.of("axis", 2), 7, 11, 13),
            of("ReduceSum", NONE, 7, 13, 20),
            of("ReduceSum", Map.of("axes", List.of(1, 2)), 7, 11),
            of("ReduceMax", Map.of("keepdims", 0), 7, 12, 18, 20),
            of("ReduceMin", NONE, 7, 12, 18, 20),
            of("ReduceMax", Map.of("axes", List.of(1, -1)), 7, 13),
            of("ReduceMin", Map.of("axes", List.of(2, 3), "keepdims", 0), 7, 13),
            of("ReduceSum", Map.of("axes", List.of(0)), 7, 11),
            of("ReduceL1", Map.of("axes", List.of(1)), 7, 13),
            of("ReduceL2", Map.of("axes", List.of(1, 2), "keepdims", 0), 7, 13),
            of("ReduceL2", NONE, 18),
            of("ReduceSumSquare", NONE, 7, 18),
            of("ReduceLogSum", Map.of("axes", List.of(3)), 7, 13),
            of("ReduceLogSumExp", Map.of("axes", List.of(3), "keepdims", 0), 7, 13),
            of("ReduceLogSumExp", NONE, 18))
        .flatMap(List::stream);
  }

  private static List<Arguments> of(String operator, Map<String, Object> attributes, int... sets) {
    return Arrays.stream(sets).mapToObj(set -> Arguments.of(operator, set, attributes)).toList();
  }

  @ParameterizedTest(name = "{0} in operator set {1}")
  @MethodSource("ofSeveralOperands")
  void ofSeveralOperandsAgree(
      String operator, int operatorSet, List<String> inputs, Map<String, Object> attributes) {
    ModelBytes model = ModelBytes.of(operatorSet, SHAPE);
    for (String input : new TreeSet<>(inputs)) {
      switch (input) {
        case "x" -> {}
        case "size" -> model.node("Abs", List.of("x"), List.of("size"), NONE);
        case "share" -> model.node("Sigmoid", List.of("x"), List.of("share"), NONE);
        default -> {
          Tensor tensor = TENSORS.get(input);
          model.floats(input, tensor.shape(), tensor.floats());
        }
      }
    }
    model.node(operator, inputs, attributes);
    Importing.agree(model.bytes(), Map.of("x", Importing.random(SHAPE)));
  }

  static Stream<Arguments> ofSeveralOperands() {
    return Stream.of(
        Arguments.of("Max", 8, List.of("x", "row"), NONE),
        Arguments.of("Max", 13, List.of("x", "share", "row"), NONE),
        Arguments.of("Min", 12, List.of("row", "x", "half", "share"), NONE),
        Arguments.of("Min", 8, List.of("x"), NONE),
        Arguments.of("Sum", 8, List.of("x", "share", "row"), NONE),
        Arguments.of("Pow", 7, List.of("x", "two"), NONE),
        Arguments.of("Pow", 12, List.of("x", "three"), NONE),
        Arguments.of("Pow", 13, List.of("size", "half"), NONE),
        Arguments.of("Pow", 15, List.of("size", "uneven"), NONE),
        Arguments.of("Pow", 15, List.of("x", "row"), NONE),
        Arguments.of("Pow", 15, List.of("size", "share"), NONE),
        Arguments.of("Clip", 13, List.of("x", "half"), NONE),
        Arguments.of("InstanceNormalization", 7, List.of("x", "scale", "shift"), NONE),
        Arguments.of(
            "InstanceNormalization", 22, List.of("x", "scale", "shift"), Map.of("epsilon", 0.1f)),
        Arguments.of("LayerNormalization", 17, List.of("x", "row"), NONE),
        Arguments.of("LayerNormalization", 17, List.of("x", "row", "row"), Map.of("axis", 2)),
        Arguments.of(
            "GroupNormalization", 18, List.of("x", "pair", "pair"), Map.of("num_groups", 2)),
        Arguments.of(
            "GroupNormalization", 21, List.of("x", "scale", "shift"), Map.of("num_groups", 2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 13})
  void productsOfComputedMatricesAgree(int operatorSet) {
    byte[] model =
        ModelBytes.of(operatorSet, SHAPE)
            .node("Transpose", List.of("x"), List.of("t"), Map.of("perm", List.of(0, 1, 3, 2)))
            .node("MatMul", List.of("x", "t"), List.of("square"), NONE)
            .floats("stack", new int[] {4, 3, 2}, Importing.random(24).floats())
            .node("MatMul", List.of("square", "stack"), NONE)
            .bytes();
    Importing.agree(model, Map.of("x", Importing.random(SHAPE)));
  }

  @Test
  void slicesGoBackwards() {
    byte[] model =
        ModelBytes.of(13, SHAPE)
            .integers("starts", -1, 4, 0)
            .integers("ends", Long.MIN_VALUE, 0, 2)
            .integers("axes", 1, 3, 2)
            .integers("steps", -1, -2, 1)
            .node("Slice", List.of("x", "starts", "ends", "axes", "steps"), NONE)
            .bytes();
    Importing.agree(model, Map.of("x", Importing.random(SHAPE)));
  }

  @Test
  void statisticsOfLayersAgree() {
    byte[] model =
        ModelBytes.of(17, SHAPE)
            .floats("row", new int[] {5}, 1, 2, 3, 0, -1)
            .node("LayerNormalization", List.of("x", "row"), List.of("n", "m", "d"), NONE)
            .node("Mul", List.of("m", "d"), List.of("both"), NONE)
            .node("Add", List.of("n", "both"), NONE)
            .bytes();
    Importing.agree(model, Map.of("x", Importing.random(SHAPE)));
  }

  @ParameterizedTest
  @CsvSource({"7, reflect", "11, reflect", "7, edge", "13, edge", "19, wrap"})
  void padsOfItsOwnElementsAgree(int operatorSet, String mode) {
    List<Integer> pads = List.of(0, 1, 2, 0, 1, 0, 2, 4);
    ModelBytes model = ModelBytes.of(operatorSet, SHAPE);
    if (operatorSet < 11) {
      model.node("Pad", List.of("x"), Map.of("mode", mode, "pads", pads));
    } else {
      model
          .integers("pads", pads.stream().mapToLong(p -> p).toArray())
          .node("Pad", List.of("x", "pads"), Map.of("mode", mode));
    }
    Importing.agree(model.bytes(), Map.of("x", Importing.random(SHAPE)));
  }

  @ParameterizedTest
  @CsvSource({"13, 1, 4", "13, 0, 3", "21, 1, 1", "10, 1, 1"})
  void storedNumbersAreMultipliedOut(int operatorSet, int axis, int count) {
    byte[] integers = new byte[12];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (byte) (50 * i);
    }
    float[] scales = new float[count];
    byte[] zeros = new byte[count];
    for (int i = 0; i < count; i++) {
      scales[i] = 0.1f * (i + 1);
      zeros[i] = (byte) (100 + i);
    }
    int[] shape = count == 1 ? new int[0] : new int[] {count};
    Map<String, Object> attributes = operatorSet < 13 ? NONE : Map.of("axis", axis);
    byte[] model =
        ModelBytes.of(operatorSet, SHAPE)
            .initialiser(ModelBytes.tensor("q", ModelBytes.UINT8, new int[] {3, 4}, integers))
            .floats("scale", shape, scales)
            .initialiser(ModelBytes.tensor("zero", ModelBytes.UINT8, shape, zeros))
            .node("DequantizeLinear", List.of("q", "scale", "zero"), List.of("w"), attributes)
            .node("Flatten", List.of("x"), List.of("rows"), Map.of("axis", 0))
            .node("ReduceMean", List.of("rows"), List.of("mean"), Map.of("keepdims", 0))
            .node("Add", List.of("mean", "w"), NONE)
            .bytes();
    Importing.agree(model, Map.of("x", Importing.random(SHAPE)));
  }

  @Test
  void largeStoredWeightsAreWorkedOn() {
    int count = 5 << 20;
    byte[] model =
        ModelBytes.of(13, 1, 1)
            .initialiser(
                ModelBytes.tensor("q", ModelBytes.UINT8, new int[] {5, 1 << 20}, new byte[count]))
            .floats("scale", new int[0], 0.5f)
            .node("DequantizeLinear", List.of("q", "scale"), List.of("w"), NONE)
            .node("Transpose", List.of("w"), List.of("t"), NONE)
            .node("ReduceMax", List.of("t"), List.of("most"), Map.of("keepdims", 0))
            .node("Add", List.of("x", "most"), NONE)
            .bytes();
    assertThat(Importing.problems(model)).isEmpty();
  }
}
