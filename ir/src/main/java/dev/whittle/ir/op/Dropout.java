package dev.whittle.ir.op;

import dev.whittle.ir.TensorType;
import java.util.List;

/** The identity at inference; in training it zeroes a share {@code rate} of the elements. */
@Operator(
    name = "dropout",
    operands = {"x"},
    summary = "Identity at inference.")
public record Dropout(@Default("0.5") float rate) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    Check.isFloat(operands);
    return List.of(operands.getFirst());
  }

  @Override
  public boolean isRenaming() {
    return true;
  }
}
