package dev.whittle.codegen.schedule;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Conv;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Plan;

/**
 * How an expanded map is cut into bands: some output rows of a few vectors of channels are a unit
 * of work, which first makes the rows of the map that they read.
 *
 * @param window of the filter
 * @param vectors of channels
 * @param rows output rows of a band, but for the last
 */
record ExpansionBands(int lanes, Window window, int vectors, int rows) {
  /** Vectors of channels in a band. */
  static final int VECTORS = 2;

  /** Floats of a band that leave room for what is read and written in a second-level cache. */
  private static final int BAND = 160 << 10;

  /** Room for tiles that wait for a long epilogue. */
  private static final int STAGED = 128;

  /** As few bands as a cache allows, or more where threads share them better. */
  static ExpansionBands of(Conv filter, TensorType map, TensorType y, Target target) {
    int lanes = target.lanes();
    Window window = Window.of(filter, map, y);
    int vectors = Math.ceilDiv(map.shape().size(1), lanes);
    int output = window.rows().output();
    int row = Math.min(VECTORS, vectors) * window.columns().input() * lanes;
    int most = output;
    while (most > 1 && inputRows(window, most) * row > BAND) {
      most--;
    }
    int groups = Math.ceilDiv(vectors, VECTORS);
    int fewest = Math.ceilDiv(output, most);
    int best = 0;
    long least = Long.MAX_VALUE;
    for (int count = fewest; count <= Math.min(output, fewest * target.threads()); count++) {
      int rows = Math.ceilDiv(output, count);
      long units = Math.ceilDiv(Math.ceilDiv(output, rows) * groups, target.threads());
      if (units * inputRows(window, rows) < least) {
        least = units * inputRows(window, rows);
        best = rows;
      }
    }
    return new ExpansionBands(lanes, window, vectors, best);
  }

  /** Bands of an image. */
  int count() {
    return Math.ceilDiv(window.rows().output(), rows);
  }

  /** Groups of vectors of channels. */
  int groups() {
    return Math.ceilDiv(vectors, VECTORS);
  }

  /** Rows of the map that a band reads: the same for all, the last one's begin earlier. */
  int inputRows() {
    return inputRows(window, rows);
  }

  /** From one vector of the map to the next. */
  int plane() {
    return SlabPlan.spread(inputRows() * window.columns().input() * lanes);
  }

  /** Where the map begins in scratch. */
  int mapAt() {
    return Plan.BASE + STAGED * lanes;
  }

  int scratchFloats() {
    return Math.max(Plan.LARGE, STAGED * lanes + VECTORS * plane());
  }

  private static int inputRows(Window window, int rows) {
    return Math.min(window.rows().input(), window.rows().span(rows));
  }
}
