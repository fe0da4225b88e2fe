package dev.whittle.ir.op;

import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.ElementType;
import java.util.List;

/** Positions, as {@link ArgMax} gives them, as f32. */
@Operator(
    name = "to_float",
    operands = {"x"},
    summary = "Positions as floating point numbers.")
public record ToFloat() implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    TensorType x = operands.getFirst();
    if (x.element() != ElementType.I64) {
      throw new ShapeException(0, "must hold positions, i64, is " + x);
    }
    return List.of(new TensorType(ElementType.F32, x.shape()));
  }

  @Override
  public boolean isRenaming() {
    return true;
  }
}
