package dev.whittle.ir.op;

import dev.whittle.ir.Shape;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import java.util.List;
import java.util.stream.IntStream;

/** Permutes axes: result axis {@code i} is operand axis {@code permutation[i]}. */
@Operator(
    name = "transpose",
    operands = {"x"},
    summary = "Permutes the axes.")
public record Transpose(List<Integer> permutation) implements Op {
  public Transpose {
    permutation = List.copyOf(permutation);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    TensorType x = operands.getFirst();
    List<Integer> all = IntStream.range(0, x.rank()).boxed().toList();
    if (!permutation.stream().sorted().toList().equals(all)) {
      throw new ShapeException(
          "permutation must order the axes %s, is %s".formatted(all, permutation));
    }
    return Check.one(x, new Shape(permutation.stream().map(x.shape()::dim).toList()));
  }
}
