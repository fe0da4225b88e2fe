package dev.whittle.ir.op;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import java.util.List;

/** Mean over all spatial axes: {@code [N, C, spatial…]} to {@code [N, C, 1…]}. */
@Operator(
    name = "global_average_pool",
    operands = {"x"},
    summary = "Mean over all spatial positions.")
public record GlobalAveragePool() implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    Check.isFloat(operands);
    Check.rank(operands, 0, 3, 5);
    Shape shape = operands.getFirst().shape();
    for (int axis = 2; axis < shape.rank(); axis++) {
      shape = shape.with(axis, Dim.of(1));
    }
    return Check.one(operands.getFirst(), shape);
  }
}
