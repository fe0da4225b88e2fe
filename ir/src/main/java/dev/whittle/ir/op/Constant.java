package dev.whittle.ir.op;

import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Tensor;
import java.util.List;

/** A tensor known when the network is compiled. */
@Operator(
    name = "constant",
    operands = {},
    summary = "A tensor known at compile time.")
public record Constant(Tensor value) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 0, 0);
    Shape shape = Check.size(Shape.of(value.shape()));
    return List.of(new TensorType(value.type(), shape));
  }
}
