package dev.whittle.ir.op;

import java.util.List;

/**
 * Smallest element over some axes; NaN when one of them is.
 *
 * @param keepDims leave the reduced axes with size 1 instead of dropping them
 */
@Operator(
    name = "reduce_min",
    operands = {"x"},
    summary = "Smallest element over some axes.")
public record ReduceMin(List<Integer> axes, @Default("true") boolean keepDims)
    implements Reduction {
  public ReduceMin {
    axes = List.copyOf(axes);
  }
}
