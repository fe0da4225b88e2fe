package dev.whittle.tests.onnx;

import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Nodes of functions that not every number has, of reductions and of normalisations. */
final class FunctionRecipes {
  private FunctionRecipes() {}

  /** A function of numbers of moderate size. */
  static void bounded(Draft d) {
    d.emit(d.before("Tanh", Map.of(), d.x()));
  }

  /** A function of numbers above zero. */
  static void ofPositive(Draft d) {
    d.emit(positive(d));
  }

  static String positive(Draft d) {
    return positive(d, d.x());
  }

  /** Well above zero: engines differ on what is small of a sigmoid, and its logarithm shows it. */
  private static String positive(Draft d, Port x) {
    return d.before("Add", Map.of(), d.before("Abs", Map.of(), x), d.positive());
  }

  static void pow(Draft d) {
    if (d.chance(0.5)) {
      d.emit(d.before("Tanh", Map.of(), d.x()), number(d, d.choose(1f, 2f, 3f, 4f, 0f)));
    } else {
      d.emit(positive(d), number(d, d.choose(0.5f, -1f, 1.5f, d.decimal())));
    }
  }

  private static Port number(Draft d, float value) {
    return d.constant(Tensor.of(new float[] {value}));
  }

  /** Rounding, of what the same has in every engine. */
  static void round(Draft d) {
    d.emit(input(d));
  }

  /** A step, of what the same has in every engine. */
  static void step(Draft d) {
    d.emit(d.chance(0.7) ? input(d) : d.known(ElementType.F32));
  }

  static Port input(Draft d) {
    return d.x(p -> p.name().startsWith("x"));
  }

  /** What is quantised is given back as the numbers that it stands for. */
  static void quantise(Draft d) {
    Port x = input(d);
    Object[] numbers = scaleAndZero(d);
    String integers = d.before("QuantizeLinear", Map.of(), x, numbers[0], numbers[1]);
    d.emitAs("DequantizeLinear", integers, numbers[0], numbers[1]);
  }

  /** Weights that are stored as integers. */
  static void dequantise(Draft d) {
    Port x = d.x();
    int[] shape = d.smaller(x.shape());
    byte[] values = new byte[Math.toIntExact(Tensor.elementCount(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) d.number(0, 255);
    }
    Port stored = d.constant(Tensor.of(ElementType.U8, MemorySegment.ofArray(values), shape));
    Port zero = d.constant(Tensor.of(ElementType.U8, MemorySegment.ofArray(new byte[] {100})));
    Port scale = number(d, 0.01f);
    String weights = d.before("DequantizeLinear", Map.of(), stored, scale, zero);
    d.emitAs("Mul", x, weights);
  }

  private static Object[] scaleAndZero(Draft d) {
    boolean isSigned = d.chance(0.5);
    byte[] zero = {(byte) (isSigned ? d.number(-20, 20) : d.number(0, 255))};
    ElementType type = isSigned ? ElementType.I8 : ElementType.U8;
    return new Object[] {
      number(d, d.choose(0.1f, 0.02f)), d.constant(Tensor.of(type, MemorySegment.ofArray(zero)))
    };
  }

  /**
   * A reduction.
   *
   * @param operatorSet the first one that has the axes as an input
   */
  static OnnxRecipe.Writer reduce(int operatorSet, boolean isOfPositive) {
    return d -> {
      Port x = d.x(p -> p.rank() > (d.isOpen() ? 1 : 0));
      Object read = isOfPositive ? positive(d, x) : x;
      d.maybe("keepdims", d.number(0, 1));
      if (d.operatorSet() >= operatorSet) {
        d.maybe("noop_with_empty_axes", 0);
      }
      if (!d.isOpen() && d.chance(0.2)) {
        d.emit(read);
        return;
      }
      int first = d.isOpen() ? 1 : 0;
      List<Integer> axes =
          new ArrayList<>(
              IntStream.range(first, x.rank()).filter(_ -> d.chance(0.5)).boxed().toList());
      d.require(!axes.isEmpty());
      if (d.operatorSet() >= 11 && d.chance(0.3)) {
        axes.replaceAll(axis -> axis - x.rank());
      }
      Object list = d.list("axes", operatorSet, axes);
      d.emit(read, list);
    };
  }

  static void logSoftmax(Draft d) {
    Port x = d.x(p -> p.rank() > 1);
    d.maybe("axis", d.axis(1, x.rank())).emit(x);
  }

  static void instanceNorm(Draft d) {
    Port x = d.picture();
    d.attribute("epsilon", d.choose(0.1f, 0.01f)).emit(x, d.floats(x.size(1)), d.floats(x.size(1)));
  }

  static void layerNorm(Draft d) {
    Port x = d.x(p -> p.rank() > 1);
    int axis = d.number(1, x.rank() - 1);
    int[] shape = Arrays.copyOfRange(x.shape(), axis, x.rank());
    d.attribute("epsilon", 0.1f)
        .attribute("axis", d.chance(0.5) ? axis : axis - x.rank())
        .emit(x, d.floats(shape), d.chance(0.7) ? d.floats(shape) : "");
  }

  static void groupNorm(Draft d) {
    Port x = d.picture();
    int groups = d.choose(1, 2, x.size(1));
    d.require(x.size(1) % groups == 0);
    int count = d.operatorSet() < 21 ? groups : x.size(1);
    d.attribute("num_groups", groups)
        .attribute("epsilon", 0.1f)
        .emit(x, d.floats(count), d.floats(count));
  }

  /** The position of an element, of what the same has in every engine. */
  static void argMax(Draft d) {
    Port x = input(d);
    if (d.operatorSet() >= 12) {
      d.maybe("select_last_index", d.number(0, 1));
    }
    d.attribute("axis", d.axis(d.isOpen() ? 1 : 0, x.rank()))
        .maybe("keepdims", d.number(0, 1))
        .emitThrough("Cast", Map.of("to", ModelBytes.FLOAT), x);
  }

  static void tile(Draft d) {
    Port x = d.x(p -> p.rank() > 0);
    List<Integer> repeats = new ArrayList<>(d.numbers(x.rank(), 1, 2));
    if (d.isOpen()) {
      repeats.set(0, 1);
    }
    d.emit(x, d.list(repeats));
  }
}
