package dev.whittle.ir.op;

import dev.whittle.ir.Dim;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import java.util.List;

/** Cuts a tensor along one axis into parts of the given sizes, one result each. */
@Operator(
    name = "split",
    operands = {"x"},
    summary = "Cuts a tensor into parts along an axis.")
public record Split(@Default("1") int axis, List<Integer> sizes) implements Op {
  public Split {
    sizes = List.copyOf(sizes);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    TensorType x = operands.getFirst();
    int at = Check.axis(axis, x.rank());
    Check.atLeast(sizes, 1, "sizes");
    long total = sizes.stream().mapToLong(Integer::longValue).sum();
    if (total != x.shape().size(at)) {
      throw new ShapeException(
          "sizes must add up to the %s on axis %d, add up to %d"
              .formatted(x.shape().dim(at), at, total));
    }
    return sizes.stream().map(s -> x.withShape(x.shape().with(at, Dim.of(s)))).toList();
  }
}
