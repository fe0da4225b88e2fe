package dev.whittle.ir.op;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import java.util.List;

/**
 * An element by element operation on two tensors with NumPy broadcasting: shapes align at the last
 * axis, and a missing axis or one of size 1 repeats.
 */
public sealed interface Arithmetic extends Op permits Add, Sub, Mul, Div, Minimum, Maximum, Pow {
  @Override
  default List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 2, 2);
    Check.isFloat(operands);
    return Check.one(operands.get(0), broadcast(operands.get(0).shape(), operands.get(1).shape()));
  }

  /** Whether two finite numbers always have a finite result, but for overflow. */
  default boolean keepsFinite() {
    return true;
  }

  /** The common shape of two operands. */
  static Shape broadcast(Shape left, Shape right) {
    int rank = Math.max(left.rank(), right.rank());
    Dim[] dims = new Dim[rank];
    for (int i = 1; i <= rank; i++) {
      Dim a = i <= left.rank() ? left.dim(left.rank() - i) : Dim.of(1);
      Dim b = i <= right.rank() ? right.dim(right.rank() - i) : Dim.of(1);
      if (!a.equals(b) && !a.is(1) && !b.is(1)) {
        throw new ShapeException(
            1,
            "%s does not broadcast with %s: %s against %s on axis %d"
                .formatted(right, left, b, a, rank - i));
      }
      dims[rank - i] = a.is(1) ? b : a;
    }
    return Shape.of(dims);
  }
}
