package dev.whittle.passes.factorise;

import dev.whittle.ir.op.Conv;
import java.util.List;

/** A convolution of two axes, one axis at a time. */
final class Axes {
  private Axes() {}

  /** The kernel, strides, pads and dilations of {@code axis}, 0 or 1, and nothing of the other. */
  static Conv along(Conv conv, int axis, int groups) {
    return new Conv(
        only(conv.kernel(), axis),
        only(conv.strides(), axis),
        List.of(
            axis == 0 ? conv.pads().get(0) : 0,
            axis == 1 ? conv.pads().get(1) : 0,
            axis == 0 ? conv.pads().get(2) : 0,
            axis == 1 ? conv.pads().get(3) : 0),
        only(conv.dilations(), axis),
        groups);
  }

  private static List<Integer> only(List<Integer> sizes, int axis) {
    return axis == 0 ? List.of(sizes.get(0), 1) : List.of(1, sizes.get(1));
  }
}
