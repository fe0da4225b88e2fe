package dev.whittle.ir.op;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import java.util.List;

/** Joins tensors along one axis; all other sizes must agree. */
@Operator(
    name = "concat",
    operands = {"x*"},
    summary = "Joins tensors along an axis.")
public record Concat(@Default("1") int axis) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 4096);
    TensorType first = operands.getFirst();
    int at = Check.axis(axis, first.rank());
    long total = 0;
    for (int i = 0; i < operands.size(); i++) {
      TensorType type = operands.get(i);
      Check.rank(operands, i, first.rank(), first.rank());
      total += type.shape().size(at);
      Shape aligned = type.shape().with(at, first.shape().dim(at));
      if (type.element() != first.element() || !aligned.equals(first.shape())) {
        throw new ShapeException(i, "%s does not join %s on axis %d".formatted(type, first, at));
      }
    }
    if (total > Check.MAX_ELEMENTS) {
      throw ShapeException.tooLarge("the joined axis would have %d elements".formatted(total));
    }
    return Check.one(first, first.shape().with(at, Dim.of((int) total)));
  }
}
