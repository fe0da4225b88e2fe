package dev.whittle.ir.op;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import java.util.List;

/** The arithmetic of sliding windows that convolution and pooling share. */
record Window(
    List<Integer> kernel, List<Integer> strides, List<Integer> pads, List<Integer> dilations) {

  /** The shape {@code [N, channels, spatial'…]} of the window's positions over {@code x}. */
  Shape slide(TensorType x, Dim channels, boolean ceil) {
    int spatial = x.rank() - 2;
    requireLists(spatial);
    Dim[] dims = new Dim[x.rank()];
    dims[0] = x.shape().dim(0);
    dims[1] = channels;
    for (int i = 0; i < spatial; i++) {
      int size = x.shape().size(i + 2);
      long padded = (long) size + pads.get(i) + pads.get(i + spatial);
      if (padded < span(i)) {
        throw new ShapeException(
            0,
            "is too small: the window spans %d of %d on axis %d of %s"
                .formatted(span(i), padded, i + 2, x));
      }
      long outputs = outputs(size, padded - span(i), strides.get(i), pads.get(i), ceil);
      if (outputs > Check.MAX_ELEMENTS) {
        throw new ShapeException("pads make axis %d %d long".formatted(i + 2, outputs));
      }
      dims[i + 2] = Dim.of((int) outputs);
    }
    return Shape.of(dims);
  }

  /** As {@link #slide}, refusing windows that would see nothing but padding. */
  Shape pool(TensorType x, boolean ceil) {
    int spatial = x.rank() - 2;
    requireLists(spatial);
    for (int i = 0; i < spatial; i++) {
      int begin = pads.get(i);
      int end = pads.get(i + spatial);
      if (begin >= span(i) || end >= span(i)) {
        throw new ShapeException(
            "pads must be smaller than the window of %d on axis %d, are %s"
                .formatted(span(i), i + 2, pads));
      }
      int size = x.shape().size(i + 2);
      if (dilations.get(i) > size && begin + end > 0) {
        throw new ShapeException(
            "dilations must not step over the %d of axis %d from pad to pad, are %s"
                .formatted(size, i + 2, dilations));
      }
    }
    return slide(x, x.shape().dim(1), ceil);
  }

  private void requireLists(int spatial) {
    Check.length(kernel, spatial, "kernel");
    Check.length(strides, spatial, "strides");
    Check.length(dilations, spatial, "dilations");
    Check.length(pads, 2 * spatial, "pads");
    Check.atLeast(kernel, 1, "kernel");
    Check.atLeast(strides, 1, "strides");
    Check.atLeast(dilations, 1, "dilations");
    Check.atLeast(pads, 0, "pads");
  }

  /** Positions from a window's first to its last tap. */
  private long span(int axis) {
    return (long) dilations.get(axis) * (kernel.get(axis) - 1) + 1;
  }

  /** With {@code ceil}, the last window must still start inside the input or its leading pad. */
  private static long outputs(int size, long travel, int stride, int padBegin, boolean ceil) {
    long steps = ceil ? Math.ceilDiv(travel, (long) stride) : travel / stride;
    return ceil && steps * stride >= (long) size + padBegin ? steps : steps + 1;
  }
}
