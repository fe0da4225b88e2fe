package dev.whittle.ir.op;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import java.util.List;

/** Conditions that shape inference shares. */
final class Check {
  /** The most elements a tensor may have: what a Java array can index, less room for padding. */
  static final long MAX_ELEMENTS = Integer.MAX_VALUE - (1 << 20);

  private Check() {}

  static void arity(List<TensorType> operands, int least, int most) {
    if (operands.size() < least || operands.size() > most) {
      throw new ShapeException(
          "takes "
              + (least == most ? Integer.toString(least) : least + " to " + most)
              + " operands, got "
              + operands.size());
    }
  }

  static void isFloat(List<TensorType> operands) {
    for (int i = 0; i < operands.size(); i++) {
      if (!operands.get(i).element().isFloat()) {
        throw new ShapeException(i, "must hold floating point numbers, is " + operands.get(i));
      }
      if (operands.get(i).element() != operands.getFirst().element()) {
        throw new ShapeException(
            i, "is %s but the first operand is %s".formatted(operands.get(i), operands.getFirst()));
      }
    }
  }

  static void rank(List<TensorType> operands, int operand, int least, int most) {
    int rank = operands.get(operand).rank();
    if (rank < least || rank > most) {
      throw new ShapeException(
          operand,
          "must have %s axes, is %s"
              .formatted(
                  least == most ? Integer.toString(least) : least + " to " + most,
                  operands.get(operand)));
    }
  }

  static void dim(List<TensorType> operands, int operand, int axis, int expected, String why) {
    if (!operands.get(operand).shape().dim(axis).is(expected)) {
      throw new ShapeException(
          operand,
          "must have size %d on axis %d (%s), is %s"
              .formatted(expected, axis, why, operands.get(operand)));
    }
  }

  static void length(List<Integer> list, int expected, String attribute) {
    if (list.size() != expected) {
      throw new ShapeException(
          "%s must list %d numbers, lists %d".formatted(attribute, expected, list.size()));
    }
  }

  static void atLeast(List<Integer> list, int least, String attribute) {
    for (int value : list) {
      if (value < least) {
        throw new ShapeException("%s must be at least %d, is %s".formatted(attribute, least, list));
      }
    }
  }

  /** {@code axis} counted from the front; negative ones count from the back. */
  static int axis(int axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new ShapeException("axis %d is out of range for %d axes".formatted(axis, rank));
    }
    return axis < 0 ? axis + rank : axis;
  }

  /** Refuses to let an op work across an axis whose size is open. */
  static void fixed(TensorType x, int axis) {
    if (x.shape().dim(axis) instanceof Dim.Symbol(String name)) {
      throw new ShapeException(
          0, "cannot work across axis %d, whose size %s is open, of %s".formatted(axis, name, x));
    }
  }

  /** {@code shape}, refused when it is empty or has more elements than one array can hold. */
  static Shape size(Shape shape) {
    double count = 1;
    for (Dim dim : shape.dims()) {
      count *= dim instanceof Dim.Fixed(int size) ? size : 1;
    }
    if (count == 0) {
      throw new ShapeException("%s has an axis of size 0".formatted(shape));
    }
    if (count > MAX_ELEMENTS) {
      throw ShapeException.tooLarge(
          "the result %s has more than %d elements".formatted(shape, MAX_ELEMENTS));
    }
    return shape;
  }

  static List<TensorType> one(TensorType like, Shape shape) {
    return List.of(like.withShape(size(shape)));
  }
}
