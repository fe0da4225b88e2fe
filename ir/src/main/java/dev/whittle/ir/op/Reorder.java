package dev.whittle.ir.op;

import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Layout;
import java.util.List;

/**
 * The same logical tensor in another layout. On a parameter this is the packing of a weight, done
 * once when the model is loaded. In a planned graph a reorder whose operand and result have the
 * same placement needs no code: the two layouts agree on that shape.
 */
@Operator(
    name = "reorder",
    operands = {"x"},
    summary = "The same tensor in another layout.")
public record Reorder(Layout from, Layout to) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    TensorType x = operands.getFirst();
    if (from.isForWeights() && !from.equals(to)) {
      throw new ShapeException(0, "%s cannot be undone".formatted(from));
    }
    if (Math.max(1, x.rank()) != from.rank() || !from.axes().equals(to.axes())) {
      throw new ShapeException(0, "%s cannot go from %s to %s".formatted(x, from, to));
    }
    return List.of(x);
  }
}
