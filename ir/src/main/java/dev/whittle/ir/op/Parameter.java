package dev.whittle.ir.op;

import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import java.util.List;

/** A trained tensor that lives in the weights file under {@link #name()}. */
@Operator(
    name = "parameter",
    operands = {},
    summary = "A trained tensor from the weights file.")
public record Parameter(String name, TensorType type) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 0, 0);
    if (!type.shape().isConcrete()) {
      throw new ShapeException("parameter %s has a symbolic size: %s".formatted(name, type));
    }
    Check.size(type.shape());
    return List.of(type);
  }
}
