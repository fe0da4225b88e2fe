package dev.whittle.ir.op;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One number for all elements along some axes. */
public sealed interface Reduction extends Op permits Mean, ReduceSum, ReduceMax, ReduceMin {
  /** The reduced axes; negative ones count from the last. */
  List<Integer> axes();

  /** Whether the reduced axes stay with size 1 instead of being dropped. */
  boolean keepDims();

  @Override
  default List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    Check.isFloat(operands);
    TensorType x = operands.getFirst();
    Set<Integer> reduced =
        axes().stream().map(a -> Check.axis(a, x.rank())).collect(Collectors.toSet());
    if (reduced.isEmpty() || reduced.size() != axes().size()) {
      throw new ShapeException("axes must name at least one axis, each once, are " + axes());
    }
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!reduced.contains(axis)) {
        dims.add(x.shape().dim(axis));
        continue;
      }
      Check.fixed(x, axis);
      if (keepDims()) {
        dims.add(Dim.of(1));
      }
    }
    return Check.one(x, new Shape(dims));
  }
}
