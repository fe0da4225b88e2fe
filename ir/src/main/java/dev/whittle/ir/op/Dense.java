package dev.whittle.ir.op;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import java.util.List;

/**
 * Fully connected layer: {@code y = x · weightᵀ + bias}. Operands: {@code x [N, I]}, {@code weight
 * [O, I]}, optional {@code bias [O]}. Result: {@code [N, O]}.
 */
@Operator(
    name = "matmul",
    operands = {"x", "weight", "bias?"},
    summary = "Fully connected layer with explicit weights.")
public record Dense() implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 2, 3);
    Check.isFloat(operands);
    Check.rank(operands, 0, 2, 2);
    Check.rank(operands, 1, 2, 2);
    TensorType x = operands.get(0);
    Check.dim(operands, 1, 1, x.shape().size(1), "the inputs of x");
    Dim outputs = operands.get(1).shape().dim(0);
    if (operands.size() == 3) {
      Check.rank(operands, 2, 1, 1);
      Check.dim(operands, 2, 0, operands.get(1).shape().size(0), "outputs");
    }
    return Check.one(x, Shape.of(x.shape().dim(0), outputs));
  }
}
