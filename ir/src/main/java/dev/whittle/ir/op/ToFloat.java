package dev.whittle.ir.op;

import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.ElementType;
import java.util.List;

/**
 * Integers and booleans, which are 0 or 1, as f32; the nearest f32 where it does not hold an
 * integer.
 */
@Operator(
    name = "to_float",
    operands = {"x"},
    summary = "Integers and booleans as floating point numbers.")
public record ToFloat() implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    TensorType x = operands.getFirst();
    if (x.element().isFloat()) {
      throw new ShapeException(0, "must hold integers or booleans, is " + x);
    }
    return List.of(new TensorType(ElementType.F32, x.shape()));
  }

  @Override
  public boolean isRenaming() {
    return true;
  }
}
