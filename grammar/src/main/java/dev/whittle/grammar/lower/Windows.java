package dev.whittle.grammar.lower;

import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Dim;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Works out window attributes from the operand: how often a number repeats, and what {@code "same"}
 * pads are.
 */
final class Windows {
  private final Optional<TensorType> operand;
  private final Problems problems;

  Windows(Optional<TensorType> operand, Problems problems) {
    this.operand = operand;
    this.problems = problems;
  }

  /** The number of axes after batch and channels. */
  int spatial() {
    return operand.map(t -> Math.max(0, t.rank() - 2)).orElse(0);
  }

  /**
   * Pads of a call: a number for all sides, one for each axis, all begins and then all ends, {@code
   * "valid"} for none, or {@code "same"} for a result of {@code ceil(size / stride)}, the odd pad
   * at the end.
   */
  List<Integer> pads(Given given, String name) {
    if (given.datum(name) instanceof Datum.Text) {
      return given.choice(name, List.of("same", "valid")).equals("same")
          ? same(given, name)
          : Collections.nCopies(2 * spatial(), 0);
    }
    List<Integer> pads = given.integers(name, 2 * spatial());
    if (pads.size() == spatial() && given.datum(name) instanceof Datum.Items) {
      List<Integer> both = new ArrayList<>(pads);
      both.addAll(pads);
      return both;
    }
    return pads;
  }

  private List<Integer> same(Given given, String name) {
    int axes = spatial();
    List<Integer> kernel = given.integers("kernel", axes);
    List<Integer> strides = given.integers(present(given, "stride", "strides"), axes);
    List<Integer> dilations =
        given.has("dilation") || given.has("dilations")
            ? given.integers(present(given, "dilation", "dilations"), axes)
            : List.of();
    List<Integer> begins = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < axes; i++) {
      Dim dim = operand.orElseThrow().shape().dim(i + 2);
      if (!(dim instanceof Dim.Fixed(int size))
          || i >= kernel.size()
          || i >= strides.size()
          || strides.get(i) < 1) {
        problems.error(
            Mistake.NO_SAME_PADS,
            given.span(name),
            "\"same\" needs a kernel, a stride of at least 1 and a known size on axis %d of %s"
                .formatted(i + 2, operand.get()),
            "write the pads as numbers");
        throw new Mistaken();
      }
      long dilation = i < dilations.size() ? dilations.get(i) : 1;
      long windows = Math.ceilDiv(size, strides.get(i));
      long reach = (windows - 1) * strides.get(i) + dilation * (kernel.get(i) - 1) + 1;
      long total = Math.clamp(reach - size, 0, Integer.MAX_VALUE);
      begins.add((int) (total / 2));
      ends.add((int) (total - total / 2));
    }
    begins.addAll(ends);
    return begins;
  }

  private static String present(Given given, String first, String second) {
    return given.has(first) ? first : second;
  }
}
