package dev.whittle.ir.op;

import java.util.List;

/**
 * Sum over some axes.
 *
 * @param keepDims leave the reduced axes with size 1 instead of dropping them
 */
@Operator(
    name = "reduce_sum",
    operands = {"x"},
    summary = "Sum over some axes.")
public record ReduceSum(List<Integer> axes, @Default("true") boolean keepDims)
    implements Reduction {
  public ReduceSum {
    axes = List.copyOf(axes);
  }
}
