package dev.whittle.passes.factorise;

import dev.whittle.ir.op.Op;
import dev.whittle.runtime.Tensor;
import java.util.List;
import java.util.function.Supplier;

/**
 * One op of a chain that takes a layer's place.
 *
 * @param suffix by which it is called below the layer
 * @param sizes of its weight; empty when it has none
 * @param weight worked out only when the chain is written
 */
public record Part(String suffix, Op op, List<Integer> sizes, Supplier<Tensor> weight) {
  public Part {
    sizes = List.copyOf(sizes);
  }

  /** An op without weights. */
  static Part of(String suffix, Op op) {
    return new Part(suffix, op, List.of(), () -> null);
  }

  int[] shape() {
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }

  boolean hasWeight() {
    return !sizes.isEmpty();
  }
}
