package dev.whittle.ir.op;

import java.util.List;

/**
 * Mean over some axes.
 *
 * @param keepDims leave the reduced axes with size 1 instead of dropping them
 */
@Operator(
    name = "mean",
    operands = {"x"},
    summary = "Mean over some axes.")
public record Mean(List<Integer> axes, @Default("true") boolean keepDims) implements Reduction {
  public Mean {
    axes = List.copyOf(axes);
  }
}
