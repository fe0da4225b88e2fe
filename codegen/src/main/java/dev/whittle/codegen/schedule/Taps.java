package dev.whittle.codegen.schedule;

import dev.whittle.codegen.schedule.Window.Axis;

/**
 * Which taps of which positions of a tile lie inside the input row.
 *
 * @param columns output positions
 * @param kernel taps
 * @param stride input positions between outputs
 * @param dilation input positions between taps
 * @param low the first existing input position, counted from the tile's first tap; at least 0
 * @param high the first input position past the row, at most the tile's span
 */
record Taps(int columns, int kernel, int stride, int dilation, int low, int high) {
  /** The taps of a tile that starts at output {@code column}. */
  static Taps at(Axis axis, int column, int columns) {
    int first = column * axis.stride() - axis.pad();
    return new Taps(
        columns,
        axis.kernel(),
        axis.stride(),
        axis.dilation(),
        Math.max(0, -first),
        Math.min(axis.span(columns), axis.input() - first));
  }

  /** The input position of a tap. */
  int position(int column, int tap) {
    return column * stride + tap * dilation;
  }

  boolean exists(int column, int tap) {
    int position = position(column, tap);
    return position >= low && position < high;
  }

  /** How many taps of {@code column} exist. */
  int count(int column) {
    int count = 0;
    for (int tap = 0; tap < kernel; tap++) {
      count += exists(column, tap) ? 1 : 0;
    }
    return count;
  }

  /** The taps of a tile that serves wherever this one or {@code other} does. */
  Taps or(Taps other) {
    return new Taps(
        columns, kernel, stride, dilation, Math.max(low, other.low), Math.min(high, other.high));
  }

  int span() {
    return (columns - 1) * stride + (kernel - 1) * dilation + 1;
  }

  /** {@code k3s2d1}, the geometry. */
  String geometry() {
    return "k" + kernel + "s" + stride + (dilation > 1 ? "d" + dilation : "");
  }

  /** {@code l1r2} for one position missing on the left, two on the right; {@code m} for none. */
  String edges() {
    int right = span() - high;
    String text = (low > 0 ? "l" + low : "") + (right > 0 ? "r" + right : "");
    return text.isEmpty() ? "m" : text;
  }
}
