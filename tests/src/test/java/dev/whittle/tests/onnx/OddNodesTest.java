package dev.whittle.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.onnx.OnnxImport.Imported;
import dev.whittle.onnx.translate.OnnxOperator;
import dev.whittle.onnx.translate.OnnxOperators;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every operator on inputs and attributes that make no sense, well formed as bytes: a network or a
 * diagnostic comes out, never another exception.
 */
class OddNodesTest {
  private static final int CASES = 1_000;
  private static final int[] OPERATOR_SETS = {7, 9, 10, 11, 12, 13, 17, 18, 20, 22};
  private static final String[] INPUTS =
      "x x x p bytes longs truth none one some weights matrix nan nothing zero minus axes sizes huge "
          .split(" ", -1);
  private static final String[] NAMES =
      ("axis axes alpha beta group kernel_shape strides pads dilations auto_pad ceil_mode perm mode to"
              + " blocksize keepdims split num_outputs starts ends size bias epsilon transA transB"
              + " value min max scales coordinate_transformation_mode nearest_mode allowzero start"
              + " end count_include_pad noop_with_empty_axes value_ints value_floats")
          .split(" ");
  private static final int[] INTEGERS = {
    0, 1, -1, 2, 3, 7, 10, Integer.MAX_VALUE, Integer.MIN_VALUE
  };
  private static final float[] NUMBERS = {0, 1, -0.5f, Float.NaN, Float.POSITIVE_INFINITY, 1e30f};
  private static final String[] TEXTS = {"SAME_UPPER", "VALID", "CRD", "linear", "asymmetric", ""};

  @Test
  void areReadOrRefused() {
    long seed = Long.getLong("whittle.seed", new Random().nextLong());
    Random random = new Random(seed);
    int read = 0;
    for (OnnxOperator operator : OnnxOperators.ALL) {
      for (int i = 0; i < CASES; i++) {
        String what = "%s, case %d of -Dwhittle.seed=%d".formatted(operator.name(), i, seed);
        read += isRead(operator.name(), random, what) ? 1 : 0;
      }
    }
    assertThat(read).as("models that were read").isGreaterThan(CASES);
  }

  @Test
  void whatWouldBeReadWronglyIsRefused() {
    byte[] product =
        ModelBytes.of(13, 2, 2)
            .floats("halves", new int[] {2}, 0.5f, 4)
            .node("ReduceProd", List.of("halves"), List.of("two"), Map.of())
            .node("Add", List.of("x", "two"), Map.of())
            .bytes();
    assertThat(Importing.problems(product)).singleElement().asString().contains("only integers");
    byte[] sparse =
        ModelBytes.of(17, 1, 1, 3)
            .node(
                "MaxPool",
                List.of("x"),
                Map.of("kernel_shape", List.of(1), "strides", List.of(3), "auto_pad", "SAME_UPPER"))
            .bytes();
    assertThat(Importing.problems(sparse))
        .singleElement()
        .asString()
        .contains("WO202", "which elements its windows leave out");
    byte[] narrow =
        ModelBytes.of(13, 2, 2)
            .integers("wide", 300)
            .node("Cast", List.of("wide"), List.of("byte"), Map.of("to", 2))
            .node("Cast", List.of("byte"), List.of("number"), Map.of("to", 1))
            .node("Add", List.of("x", "number"), Map.of())
            .bytes();
    assertThat(Importing.problems(narrow)).singleElement().asString().contains("do not hold it");
  }

  private static Object value(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> INTEGERS[random.nextInt(INTEGERS.length)];
      case 1 -> NUMBERS[random.nextInt(NUMBERS.length)];
      case 2 -> TEXTS[random.nextInt(TEXTS.length)];
      case 3 ->
          random.ints(random.nextInt(1, 5), 0, INTEGERS.length).mapToObj(i -> INTEGERS[i]).toList();
      default ->
          random.ints(random.nextInt(1, 5), 0, NUMBERS.length).mapToObj(i -> NUMBERS[i]).toList();
    };
  }

  private static boolean isRead(String operator, Random random, String what) {
    List<String> inputs = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      inputs.add(INPUTS[random.nextInt(INPUTS.length)]);
    }
    TreeMap<String, Object> attributes = new TreeMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      attributes.put(NAMES[random.nextInt(NAMES.length)], value(random));
    }
    int operatorSet = OPERATOR_SETS[random.nextInt(OPERATOR_SETS.length)];
    int[] shape =
        switch (random.nextInt(4)) {
          case 0 -> new int[] {0, 4, 6, 6};
          case 1 -> new int[] {1, 4, 6, 6};
          case 2 -> new int[] {2, 4};
          default -> new int[] {3};
        };
    byte[] model =
        ModelBytes.of(operatorSet, shape)
            .input("p", 0, 4)
            .typedInput("bytes", ModelBytes.UINT8, 1, 4, 6, 6)
            .typedInput("longs", ModelBytes.INT64, 3)
            .typedInput("truth", ModelBytes.BOOL, 2, 4)
            .floats("none", new int[] {0})
            .floats("one", new int[0], 0.5f)
            .floats("some", new int[] {4}, 1, -2, 3, 0)
            .floats("weights", new int[] {4, 4, 1, 1}, new float[16])
            .floats("matrix", new int[] {4, 3}, new float[12])
            .floats("nan", new int[] {2}, Float.NaN, Float.NEGATIVE_INFINITY)
            .integers("nothing")
            .integers("zero", 0)
            .integers("minus", -1)
            .integers("axes", 2, 3)
            .integers("sizes", 0, 4, -1, 6)
            .integers("huge", Long.MAX_VALUE, Long.MIN_VALUE)
            .node(operator, inputs, attributes)
            .bytes();
    try {
      Imported imported = Importing.read(model);
      assertThat(imported.graph().isEmpty()).isEqualTo(!imported.diagnostics().isEmpty());
      assertThat(imported.diagnostics()).allMatch(d -> d.code().startsWith("WO"));
      return imported.graph().isPresent();
    } catch (RuntimeException | Error e) {
      throw new AssertionError(
          "%s: %s of %s with %s, operator set %d"
              .formatted(what, operator, inputs, attributes, operatorSet),
          e);
    }
  }
}
