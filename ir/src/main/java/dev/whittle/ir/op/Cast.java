package dev.whittle.ir.op;

import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.ElementType;
import java.util.List;

/**
 * Floating point numbers as integers or booleans. An integer is the number rounded toward zero, or
 * the nearest one that the type holds, and 0 for NaN; a boolean is whether the number is not 0.
 *
 * @param type of integers or booleans
 */
@Operator(
    name = "cast",
    operands = {"x"},
    summary = "Floating point numbers as integers, rounded toward zero, or as booleans.")
public record Cast(ElementType type) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    Check.isFloat(operands);
    if (type.isFloat()) {
      throw new ShapeException("type must be one of integers or booleans, is " + type.text());
    }
    return List.of(new TensorType(type, operands.getFirst().shape()));
  }
}
