package dev.whittle.ir.op;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import java.util.List;

/**
 * Surrounds a tensor with a constant.
 *
 * @param pads begins of all axes, then their ends
 */
@Operator(
    name = "pad",
    operands = {"x"},
    summary = "Surrounds a tensor with a constant.")
public record Pad(List<Integer> pads, @Default("0") float value) implements Op {
  public Pad {
    pads = List.copyOf(pads);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    Check.isFloat(operands);
    TensorType x = operands.getFirst();
    int rank = x.rank();
    Check.length(pads, 2 * rank, "pads");
    Check.atLeast(pads, 0, "pads");
    Shape shape = x.shape();
    for (int axis = 0; axis < rank; axis++) {
      long more = (long) pads.get(axis) + pads.get(axis + rank);
      if (more > 0) {
        long size = shape.size(axis) + more;
        if (size > Check.MAX_ELEMENTS) {
          throw ShapeException.tooLarge("pads make axis %d %d long".formatted(axis, size));
        }
        shape = shape.with(axis, Dim.of((int) size));
      }
    }
    return Check.one(x, shape);
  }
}
