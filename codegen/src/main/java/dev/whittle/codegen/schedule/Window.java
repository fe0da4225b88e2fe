package dev.whittle.codegen.schedule;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.AveragePool;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.MaxPool;
import java.util.Collections;
import java.util.List;

/**
 * A sliding window over a two-dimensional map; one spatial axis is a map of height 1.
 *
 * @param rows the vertical geometry
 * @param columns the horizontal geometry
 */
record Window(Axis rows, Axis columns) {
  private static final int MOST_LINES = 8;
  private static final int LEAST_LINE = 84;

  /**
   * One axis of a window: output position {@code o} reads input positions {@code o * stride - pad +
   * tap * dilation} that lie in {@code [0, input)}.
   */
  record Axis(int input, int output, int kernel, int stride, int pad, int padEnd, int dilation) {
    /** An axis the window does not move on. */
    static final Axis NONE = new Axis(1, 1, 1, 1, 0, 0, 1);

    /** The span of input positions that {@code outputs} consecutive windows touch. */
    int span(int outputs) {
      return (outputs - 1) * stride + (kernel - 1) * dilation + 1;
    }
  }

  static Window of(Conv conv, TensorType x, TensorType y) {
    return of(x, y, conv.kernel(), conv.strides(), conv.pads(), conv.dilations());
  }

  static Window of(MaxPool pool, TensorType x, TensorType y) {
    return of(x, y, pool.kernel(), pool.strides(), pool.pads(), pool.dilations());
  }

  static Window of(AveragePool pool, TensorType x, TensorType y) {
    List<Integer> ones = Collections.nCopies(pool.kernel().size(), 1);
    return of(x, y, pool.kernel(), pool.strides(), pool.pads(), ones);
  }

  /** Whether the op has one or two spatial axes. */
  static boolean fits(TensorType x) {
    return x.rank() == 3 || x.rank() == 4;
  }

  /** A convolution of one tap that reads every position once: its map is one long row. */
  boolean isPointwise() {
    return isPointwise(rows) && isPointwise(columns);
  }

  /**
   * The same window with all positions in one row, or in a few long ones that threads can share;
   * only for a pointwise one.
   */
  Window flattened() {
    int positions = rows.input() * columns.input();
    int lines = MOST_LINES;
    while (positions % lines > 0 || lines > 1 && positions / lines < LEAST_LINE) {
      lines /= 2;
    }
    return new Window(
        new Axis(lines, lines, 1, 1, 0, 0, 1),
        new Axis(positions / lines, positions / lines, 1, 1, 0, 0, 1));
  }

  /** Whether one tap exists for every output position. */
  static boolean isDense(Axis axis) {
    return axis.kernel() == 1 && axis.pad() == 0 && axis.padEnd() == 0;
  }

  private static boolean isPointwise(Axis axis) {
    return isDense(axis) && axis.stride() == 1;
  }

  private static Window of(
      TensorType x,
      TensorType y,
      List<Integer> kernel,
      List<Integer> strides,
      List<Integer> pads,
      List<Integer> dilations) {
    int spatial = kernel.size();
    Axis[] axes = new Axis[spatial];
    for (int i = 0; i < spatial; i++) {
      axes[i] =
          new Axis(
              x.shape().size(i + 2),
              y.shape().size(i + 2),
              kernel.get(i),
              strides.get(i),
              pads.get(i),
              pads.get(i + spatial),
              dilations.get(i));
    }
    return spatial == 1 ? new Window(Axis.NONE, axes[0]) : new Window(axes[0], axes[1]);
  }
}
