package dev.whittle.onnx.translate;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.onnx.message.DataType;
import dev.whittle.onnx.message.TensorMessage;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Operators that make constants, and numbers of the sizes of tensors. */
final class Sizes {
  private static final int FLOAT = 1;
  private static final int BOOL = 9;
  private static final int INT64 = 7;

  /** The least and the largest numbers of ONNX's types of integers, by the type's number. */
  private static final Map<Integer, Double> LEAST =
      Map.of(2, 0.0, 3, -0x1p7, 4, 0.0, 5, -0x1p15, 6, -0x1p31, INT64, -0x1p63, 12, 0.0, 13, 0.0);

  private static final Map<Integer, Double> MOST =
      Map.of(
          2,
          0x1p8 - 1,
          3,
          0x1p7 - 1,
          4,
          0x1p16 - 1,
          5,
          0x1p15 - 1,
          6,
          0x1p31 - 1,
          INT64,
          0x1p63,
          12,
          0x1p32 - 1,
          13,
          0x1p63);

  private Sizes() {}

  static void shape(Call call) {
    Shape shape = call.shape(0);
    int rank = shape.rank();
    int from = position(call.attributes().integer("start", 0), rank);
    int to = Math.max(from, position(call.attributes().integer("end", rank), rank));
    long[] sizes = new long[to - from];
    Map<Integer, String> symbols = new HashMap<>();
    for (int i = from; i < to; i++) {
      switch (shape.dim(i)) {
        case Dim.Fixed(int size) -> sizes[i - from] = size;
        case Dim.Symbol(String symbol) -> symbols.put(i - from, symbol);
      }
    }
    call.give(0, new Operand.Known("", Folding.integers(sizes, sizes.length), false, symbols));
  }

  private static int position(int at, int rank) {
    return Math.clamp(at < 0 ? (long) at + rank : at, 0, rank);
  }

  static void size(Call call) {
    long count = call.shape(0).elementCount();
    call.give(0, Operand.Known.of(Folding.integers(new long[] {count})));
  }

  static void constant(Call call) {
    Attributes attributes = call.attributes();
    if (attributes.has("sparse_value")) {
      throw new Refusal("its value is stored sparsely", "store it densely");
    }
    if (attributes.has("value_string") || attributes.has("value_strings")) {
      throw new Refusal("its value is text", "");
    }
    Tensor value;
    if (attributes.has("value")) {
      value =
          call.tensor(
              attributes.tensor("value").orElseThrow(() -> new Refusal("has no value", "")));
    } else if (attributes.has("value_float")) {
      value = Tensor.of(new float[] {attributes.number("value_float", 0)});
    } else if (attributes.has("value_floats")) {
      List<Float> list = attributes.numbers("value_floats").orElse(List.of());
      float[] values = new float[list.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = list.get(i);
      }
      value = Tensor.of(values, values.length);
    } else if (attributes.has("value_int")) {
      value = Folding.integers(new long[] {attributes.integer("value_int", 0)});
    } else {
      List<Long> list =
          attributes.longs("value_ints").orElseThrow(() -> new Refusal("has no value", ""));
      long[] values = list.stream().mapToLong(v -> v).toArray();
      value = Folding.integers(values, values.length);
    }
    call.give(0, new Operand.Known(call.node().label(), value, true, Map.of()));
  }

  static void filled(Call call) {
    int[] shape = call.integers(0, "sizes").stream().mapToInt(s -> s).toArray();
    int[] indices = new int[Folding.count(shape)];
    Tensor value =
        call.attributes()
            .tensor("value")
            .map((TensorMessage message) -> call.tensor(message))
            .orElse(Tensor.of(new float[1], 1));
    if (value.elementCount() != 1) {
      throw new Refusal("its value must be one number, is " + value, "");
    }
    call.give(0, Folding.pick(Operand.Known.of(value), indices, shape));
  }

  static void range(Call call) {
    Operand.Known start = Elementwise.known(call, 0);
    Operand.Known limit = Elementwise.known(call, 1);
    Operand.Known delta = Elementwise.known(call, 2);
    Folding.requireNumbers(start, limit, delta);
    for (Operand.Known end : List.of(start, limit, delta)) {
      if (end.tensor().elementCount() != 1 || end.tensor().type() != start.tensor().type()) {
        throw new Refusal("its ends are no single numbers of one type", "");
      }
    }
    double from = start.tensor().get(0);
    double step = delta.tensor().get(0);
    double steps = step == 0 ? 0 : Math.ceil((limit.tensor().get(0) - from) / step);
    int count = Folding.count((int) Math.clamp(steps, 0, Integer.MAX_VALUE));
    boolean isFloat = start.tensor().type() == ElementType.F32;
    float[] floats = new float[isFloat ? count : 0];
    long[] integers = new long[isFloat ? 0 : count];
    for (int i = 0; i < count; i++) {
      if (isFloat) {
        floats[i] = (float) (from + i * step);
      } else {
        integers[i] = (long) (from + i * step);
      }
    }
    call.give(
        0,
        Operand.Known.of(isFloat ? Tensor.of(floats, count) : Folding.integers(integers, count)));
  }

  /** Between the types of numbers; what the network computes stays f32. */
  static void cast(Call call) {
    int to = call.attributes().integer("to", 0);
    boolean isFloat = to == FLOAT || to == 10 || to == 11 || to == 16;
    boolean isInteger = LEAST.containsKey(to);
    if (!isFloat && !isInteger && to != BOOL) {
      throw new Refusal("casts to the type number " + to, "");
    }
    if (call.operand(0) instanceof Operand.Known known) {
      call.give(0, cast(known, to, isFloat, isInteger));
      return;
    }
    Integers.cast(call, DataType.of(to).orElseThrow());
  }

  private static Operand.Known cast(Operand.Known x, int to, boolean isFloat, boolean isInteger) {
    Tensor tensor = x.tensor();
    if (isFloat && tensor.type() == ElementType.F32
        || to == INT64 && tensor.type() == ElementType.I64) {
      return x;
    }
    if (isInteger && tensor.type() == ElementType.I64) {
      requireRange(x, to);
      return x;
    }
    Folding.requireNumbers(x);
    if (isFloat) {
      return Operand.Known.of(Folding.floats(x).tensor());
    }
    if (isInteger) {
      requireRange(x, to);
      long[] values = new long[Folding.count(List.of(tensor), tensor.shape())];
      for (int i = 0; i < values.length; i++) {
        values[i] = (long) tensor.get(i);
      }
      return Operand.Known.of(Folding.integers(values, tensor.shape()));
    }
    return Folding.compare(x, zero(tensor.type()), (a, b) -> a != b);
  }

  /** Refuses numbers that a type of integers does not hold. */
  private static void requireRange(Operand.Known x, int to) {
    for (int i = 0; i < x.tensor().elementCount(); i++) {
      double value = x.tensor().get(i);
      if (!(value >= LEAST.get(to) && value <= MOST.get(to))) {
        throw new Refusal(
            "casts %s to integers that do not hold it".formatted(x.tensor().get(i)), "");
      }
    }
  }

  private static Operand.Known zero(ElementType type) {
    return Operand.Known.of(Tensor.zeros(type, new int[0]));
  }
}
