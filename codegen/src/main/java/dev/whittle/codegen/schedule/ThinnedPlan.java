package dev.whittle.codegen.schedule;

import dev.whittle.codegen.schedule.Window.Axis;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Conv;
import dev.whittle.runtime.Columns;
import dev.whittle.runtime.Plan;
import java.util.List;

/**
 * How a convolution without its zeros goes over a map: in bands of rows, and in these in rectangles
 * of positions. Where taps may lie outside, the rows that a band reads are copied with zeros around
 * them first, so that every position reads at the same distances.
 *
 * @param planes vectors of input channels
 * @param vectors of outputs that share their columns
 */
record ThinnedPlan(Window window, Lanes lanes, int planes, int images, int vectors) {
  /** Floats of a band that is copied, as far as one row of rectangles allows. */
  private static final int MOST_FLOATS = 96 * 1024;

  /** Bands of all images, as far as there are rows: what threads share. */
  private static final int BANDS = 8;

  private static final int LINE = 16;

  static ThinnedPlan of(Conv conv, TensorType x, TensorType y, int lanes, int vectors) {
    Window window = Window.of(conv, x, y);
    if (window.isPointwise()) {
      window = window.flattened();
    }
    int planes = Math.ceilDiv(x.shape().size(1), lanes);
    return new ThinnedPlan(window, Lanes.of(lanes), planes, x.shape().size(0), vectors);
  }

  /** Positions of a row of a rectangle. */
  int width() {
    return Tiling.of(window.columns().output(), widest(), false).width();
  }

  /** Rows of a rectangle. */
  int height() {
    return Math.clamp(widest() / width(), 1, window.rows().output());
  }

  private int widest() {
    if (lanes.registers() == 32) {
      return 28 / vectors;
    }
    return 12 / vectors;
  }

  /** Whether the map is copied. */
  boolean isStaged() {
    return reachesOutside(window.rows()) || reachesOutside(window.columns());
  }

  private static boolean reachesOutside(Axis axis) {
    return axis.pad() > 0 || axis.span(axis.output()) - axis.pad() > axis.input();
  }

  /** Output rows of a band. */
  int bandRows() {
    int wanted = Math.ceilDiv(BANDS, images);
    int rows = Math.ceilDiv(window.rows().output(), wanted);
    int tiles = Math.ceilDiv(rows, height());
    while (isStaged() && tiles > 1 && planes * plane(tiles * height()) > MOST_FLOATS) {
      tiles--;
    }
    return tiles * height();
  }

  int bands() {
    return Math.ceilDiv(window.rows().output(), bandRows());
  }

  /** Positions of a row that is read. */
  int readWidth() {
    Axis columns = window.columns();
    return isStaged() ? Math.max(columns.span(columns.output()), 1) : columns.input();
  }

  /** Rows that a band reads. */
  int readRows() {
    return window.rows().span(bandRows());
  }

  /** The distance of rows that are read. */
  int row() {
    return readWidth() * lanes.count();
  }

  /** The distance of planes that are read. */
  int plane() {
    return isStaged() ? plane(bandRows()) : window.rows().input() * row();
  }

  /** An odd number of cache lines: planes at a multiple of a page would share few of the cache. */
  private int plane(int rows) {
    int floats = window.rows().span(rows) * readWidth() * lanes.count();
    return (Math.ceilDiv(floats, LINE) | 1) * LINE;
  }

  /** Where the copy starts in scratch: behind a rectangle that waits for a long epilogue. */
  int stagedAt() {
    return Plan.BASE + tileFloats();
  }

  private int tileFloats() {
    return 32 * lanes.count();
  }

  int scratchFloats() {
    return tileFloats() + (isStaged() ? planes * plane() : 0);
  }

  /** How {@code count} columns of a weight of {@code rank} axes find their values. */
  Columns columns(int count, int rank) {
    int down = window.rows().dilation() * row();
    int along = window.columns().dilation() * lanes.count();
    return new Columns(
        count, lanes.count(), plane(), rank == 3 ? List.of(along) : List.of(down, along));
  }
}
