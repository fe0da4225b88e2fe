package dev.whittle.onnx.translate;

import dev.whittle.ir.Value;
import dev.whittle.ir.op.Mean;
import dev.whittle.runtime.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Reductions over axes. */
final class Reducing {
  private Reducing() {}

  static void mean(Call call) {
    boolean isKept = call.attributes().integer("keepdims", 1) != 0;
    boolean isNothing = call.attributes().flag("noop_with_empty_axes");
    Value x = call.value(0);
    int rank = call.shape(x).rank();
    List<Integer> axes = call.integers("axes", 1).orElse(List.of());
    if (axes.isEmpty() && isNothing) {
      call.give(0, new Operand.Live(x));
      return;
    }
    List<Integer> all = IntStream.range(0, rank).boxed().toList();
    List<Integer> reduced = axes.stream().map(a -> Call.axis(a, rank)).toList();
    call.emit(new Mean(axes.isEmpty() ? all : reduced, isKept), x);
  }

  /** The product of all elements of a list of sizes. */
  static void product(Call call) {
    Operand.Known x = Elementwise.known(call, 0);
    boolean isKept = call.attributes().integer("keepdims", 1) != 0;
    List<Integer> axes = call.integers("axes", 1).orElse(List.of());
    Folding.requireNumbers(x);
    if (x.tensor().type() != ElementType.I64) {
      throw new Refusal("multiplies %s, only integers are read".formatted(x.tensor()), "");
    }
    if (x.tensor().rank() > 1 || axes.size() > 1) {
      throw new Refusal("multiplies the elements of %s".formatted(x.tensor()), "");
    }
    long product = 1;
    for (long value : Folding.longs(x)) {
      product = Math.multiplyExact(product, value);
    }
    int[] shape = isKept ? new int[x.tensor().rank()] : new int[0];
    Arrays.fill(shape, 1);
    call.give(0, Operand.Known.of(Folding.integers(new long[] {product}, shape)));
  }
}
