package dev.whittle.ir.op;

import dev.whittle.ir.TensorType;
import java.util.List;

/** {@code exp(x − max) / Σ exp(x − max)} along one axis. */
@Operator(
    name = "softmax",
    operands = {"x"},
    summary = "Turns scores along an axis into probabilities.")
public record Softmax(@Default("1") int axis) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    Check.isFloat(operands);
    TensorType x = operands.getFirst();
    Check.fixed(x, Check.axis(axis, x.rank()));
    return List.of(x);
  }
}
