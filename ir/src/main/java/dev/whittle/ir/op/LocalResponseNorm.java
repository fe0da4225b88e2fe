package dev.whittle.ir.op;

import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import java.util.List;

/**
 * Local response normalisation across channels, as ONNX {@code LRN} (Krizhevsky 2012): {@code x /
 * (bias + alpha / size · Σ x²)^beta} over {@code size} neighbouring channels.
 */
@Operator(
    name = "local_response_norm",
    operands = {"x"},
    summary = "Normalises by neighbouring channels.")
public record LocalResponseNorm(
    @Default("5") int size,
    @Default("1e-4") float alpha,
    @Default("0.75") float beta,
    @Default("1") float bias)
    implements Op {
  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    Check.isFloat(operands);
    Check.rank(operands, 0, 2, 5);
    if (size < 1) {
      throw new ShapeException("size must be at least 1, is " + size);
    }
    return List.of(operands.getFirst());
  }
}
