package dev.whittle.ir.op;

import dev.whittle.ir.TensorType;
import java.util.List;

/**
 * Batch normalisation at inference: {@code scale · (x − mean) / √(variance + epsilon) + shift} per
 * channel. Operands: {@code x [N, C, …]} and four tensors {@code [C]}.
 */
@Operator(
    name = "batch_normalise",
    operands = {"x", "scale", "shift", "mean", "variance"},
    summary = "Batch normalisation with explicit statistics.")
public record BatchNorm(@Default("1e-5") float epsilon) implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 5, 5);
    Check.isFloat(operands);
    Check.rank(operands, 0, 2, 5);
    int channels = operands.getFirst().shape().size(1);
    for (int i = 1; i < 5; i++) {
      Check.rank(operands, i, 1, 1);
      Check.dim(operands, i, 0, channels, "channels of x");
    }
    return List.of(operands.getFirst());
  }
}
