package dev.whittle.ir.op;

import java.util.List;

/**
 * Largest element over some axes; NaN when one of them is.
 *
 * @param keepDims leave the reduced axes with size 1 instead of dropping them
 */
@Operator(
    name = "reduce_max",
    operands = {"x"},
    summary = "Largest element over some axes.")
public record ReduceMax(List<Integer> axes, @Default("true") boolean keepDims)
    implements Reduction {
  public ReduceMax {
    axes = List.copyOf(axes);
  }
}
