package dev.whittle.ir.op;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import java.util.List;

/** The arithmetic of sliding windows that convolution and pooling share. */
public final class Window {
  private Window() {}

  static Shape slide(
      TensorType x,
      Dim channels,
      List<Integer> kernel,
      List<Integer> strides,
      List<Integer> pads,
      List<Integer> dilations,
      boolean ceil) {
    int spatial = x.rank() - 2;
    Check.length(kernel, spatial, "kernel");
    Check.length(strides, spatial, "strides");
    Check.length(dilations, spatial, "dilations");
    Check.length(pads, 2 * spatial, "pads");
    Check.atLeast(kernel, 1, "kernel");
    Check.atLeast(strides, 1, "strides");
    Check.atLeast(dilations, 1, "dilations");
    Check.atLeast(pads, 0, "pads");
    Dim[] dims = new Dim[x.rank()];
    dims[0] = x.shape().dim(0);
    dims[1] = channels;
    for (int i = 0; i < spatial; i++) {
      long padded = (long) x.shape().size(i + 2) + pads.get(i) + pads.get(i + spatial);
      long window = (long) dilations.get(i) * (kernel.get(i) - 1) + 1;
      if (padded < window) {
        throw new ShapeException(
            0,
            "is too small: the window spans %d of %d on axis %d of %s"
                .formatted(window, padded, i + 2, x));
      }
      dims[i + 2] =
          Dim.of(
              Math.toIntExact(
                  outputs(
                      x.shape().size(i + 2), padded - window, strides.get(i), pads.get(i), ceil)));
    }
    return Shape.of(dims);
  }

  /** Refuses pooling windows that would lie wholly in the padding. */
  static void requireInput(List<Integer> kernel, List<Integer> pads, List<Integer> dilations) {
    int spatial = kernel.size();
    for (int i = 0; i < spatial; i++) {
      long window = (long) dilations.get(i) * (kernel.get(i) - 1) + 1;
      if (pads.get(i) >= window || pads.get(i + spatial) >= window) {
        throw new ShapeException(
            "pads must be smaller than the window of %d on axis %d, are %s"
                .formatted(window, i + 2, pads));
      }
    }
  }

  /** With {@code ceil}, the last window must still start inside the input or its leading pad. */
  private static long outputs(int size, long travel, int stride, int padBegin, boolean ceil) {
    long steps = ceil ? Math.ceilDiv(travel, (long) stride) : travel / stride;
    return ceil && steps * stride >= (long) size + padBegin ? steps : steps + 1;
  }
}
