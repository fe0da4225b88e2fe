package dev.whittle.ir.op;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import java.util.List;

/** Makes a matrix: axes before {@code axis} become rows, the others columns. */
@Operator(
    name = "flatten",
    operands = {"x"},
    summary = "Makes a matrix of any tensor.")
public record Flatten(@Default("1") int axis) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    TensorType x = operands.getFirst();
    int at = axis == x.rank() ? axis : Check.axis(axis, x.rank());
    return Check.one(x, Shape.of(product(x.shape(), 0, at), product(x.shape(), at, x.rank())));
  }

  private static Dim product(Shape shape, int from, int to) {
    if (to - from == 1) {
      return shape.dim(from);
    }
    long product = 1;
    for (int axis = from; axis < to; axis++) {
      product *= shape.size(axis);
    }
    return Dim.of(Math.toIntExact(product));
  }

  @Override
  public boolean isRenaming() {
    return true;
  }
}
