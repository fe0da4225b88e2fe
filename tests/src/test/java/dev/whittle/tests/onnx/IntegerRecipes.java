package dev.whittle.tests.onnx;

import dev.whittle.runtime.Tensor;
import java.util.Map;

/** Nodes that compute with integers, which are made of an input and end as floats again. */
final class IntegerRecipes {
  private static final Map<String, Object> TO_FLOAT = Map.of("to", ModelBytes.FLOAT);

  private IntegerRecipes() {}

  /** What {@code floats} writes, or a node of one list of integers. */
  static OnnxRecipe.Writer or(OnnxRecipe.Writer floats) {
    return d -> {
      if (d.operatorSet() < 9 || d.isOpen() || d.chance(0.7)) {
        floats.write(d);
      } else {
        d.emitThrough("Cast", TO_FLOAT, integers(d, type(d)));
      }
    };
  }

  /** What {@code floats} writes, or a node of two lists of integers. */
  static OnnxRecipe.Writer orPair(OnnxRecipe.Writer floats) {
    return d -> {
      if (d.operatorSet() < 12 || d.chance(0.7)) {
        floats.write(d);
      } else {
        int type = type(d);
        d.emitThrough("Cast", TO_FLOAT, integers(d, type), integers(d, type));
      }
    };
  }

  /** Floats to integers, some of which go on to others. */
  static void cast(Draft d) {
    int type = d.choose(ModelBytes.BOOL, ModelBytes.INT64, ModelBytes.INT32, ModelBytes.INT8);
    d.attribute("to", type);
    if (type == ModelBytes.INT64 && d.chance(0.5)) {
      d.emitThrough("Cast", TO_FLOAT, integers(d, ModelBytes.INT32));
    } else {
      d.emitThrough("Cast", TO_FLOAT, wide(d));
    }
  }

  private static int type(Draft d) {
    return d.choose(ModelBytes.INT8, ModelBytes.UINT8, ModelBytes.INT32, ModelBytes.INT64);
  }

  private static String integers(Draft d, int type) {
    String wide = wide(d);
    String held = type == ModelBytes.UINT8 ? d.before("Abs", Map.of(), wide) : wide;
    return d.before("Cast", Map.of("to", type), held);
  }

  /** Numbers of what every type of integers holds some. */
  private static String wide(Draft d) {
    Port factor = d.constant(Tensor.of(new float[] {d.choose(3f, 20f)}));
    return d.before("Mul", Map.of(), FunctionRecipes.input(d), factor);
  }
}
