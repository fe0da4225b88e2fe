package dev.whittle.tests.onnx;

import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** Nodes that compute sizes and constants. */
final class SizeRecipes {
  private SizeRecipes() {}

  static void shape(Draft d) {
    Port x = d.x();
    if (d.operatorSet() >= 15) {
      int rank = x.rank();
      d.maybe("start", d.number(-rank, rank)).maybe("end", d.number(-rank, rank + 1));
    }
    d.isSize().emit(x);
  }

  static void size(Draft d) {
    d.isSize().emit(d.isOpen() ? d.known(ElementType.F32) : d.x());
  }

  static void cast(Draft d) {
    if (d.chance(0.3)) {
      d.attribute("to", ModelBytes.FLOAT).emit(d.x());
    } else if (d.chance(0.5)) {
      IntegerRecipes.cast(d);
    } else {
      ElementType from = d.choose(ElementType.F32, ElementType.I64, ElementType.BOOL);
      int to = d.choose(ModelBytes.FLOAT, ModelBytes.INT64, ModelBytes.BOOL);
      d.attribute("to", to).emit(d.known(from));
    }
  }

  static void constant(Draft d) {
    Port port = d.fresh(d.choose(ElementType.F32, ElementType.I64), d.number(1, 3), 2);
    boolean isNew = d.operatorSet() >= 12;
    switch (d.number(0, isNew ? 4 : 0)) {
      case 1 -> d.attribute("value_float", d.decimal());
      case 2 -> d.attribute("value_floats", List.of(d.decimal(), d.decimal()));
      case 3 -> d.attribute("value_int", d.number(-3, 3));
      case 4 -> d.attribute("value_ints", d.numbers(d.number(1, 4), 1, 4));
      default -> d.attribute("value", Draft.tensor(port));
    }
    d.emit();
  }

  static void filled(Draft d) {
    ElementType type = d.choose(ElementType.F32, ElementType.I64, ElementType.BOOL);
    d.maybe("value", Draft.tensor(d.fresh(type, 1)));
    d.emit(d.list(d.numbers(d.number(0, 3), 1, 4)));
  }

  static void range(Draft d) {
    if (d.chance(0.5)) {
      int step = d.choose(1, 2, -1, 3);
      int from = d.number(-3, 3);
      int to = from + step * d.number(1, 5) - Integer.signum(step) * d.number(0, 1);
      d.emit(single(d, from), single(d, to), single(d, step));
    } else {
      d.emit(single(d, d.decimal()), single(d, 2 + d.number(0, 4)), single(d, 0.75f));
    }
  }

  private static Port single(Draft d, int value) {
    return d.integers(new int[0], value);
  }

  private static Port single(Draft d, float value) {
    return d.constant(Tensor.of(new float[] {value}));
  }

  static void reduceProd(Draft d) {
    Port list = d.known(ElementType.I64);
    d.require(list.rank() < 2);
    d.maybe("keepdims", d.number(0, 1)).emit(list);
  }

  static void expand(Draft d) {
    Port x = d.chance(0.5) ? d.x() : d.known(d.choose(ElementType.F32, ElementType.I64));
    int[] shape = x.shape();
    for (int i = 0; i < shape.length; i++) {
      boolean isRepeated = !x.isLive() && shape[i] == 1;
      shape[i] =
          isRepeated ? d.number(1, 3) : d.isOpen() && x.isLive() || d.chance(0.3) ? 1 : shape[i];
    }
    d.emit(x, d.list(IntStream.of(shape).boxed().toList()));
  }

  static void where(Draft d) {
    ElementType type = d.choose(ElementType.F32, ElementType.I64);
    Port a = d.known(type);
    Port b = d.partner(a);
    d.emit(d.fresh(ElementType.BOOL, d.smaller(a.shape())), a, b);
  }
}
