package dev.whittle.passes.calibrate;

import dev.whittle.passes.linear.Matrix;

/**
 * The map of low rank from a layer's responses x, in some network, to its responses y in the
 * original one, at the same places.
 */
final class Reconstruction {
  private final Samples x;
  private final Samples y;
  private final Moments moments;
  private final boolean isRectified;
  private final int turns;

  /**
   * @param moments of x and y
   * @param isRectified whether only what a ReLU lets through counts
   * @param turns of the fit behind a ReLU
   */
  Reconstruction(Samples x, Samples y, Moments moments, boolean isRectified, int turns) {
    this.x = x;
    this.y = y;
    this.moments = moments;
    this.isRectified = isRectified;
    this.turns = turns;
  }

  /** The best map found, drawn towards the identity. */
  Projection solve(int rank, double ridge) {
    ReducedRank regression = new ReducedRank(moments.xMean(), moments.xGram(), ridge);
    Projection linear = regression.solve(moments.cross(), moments.yMean(), rank);
    return isRectified ? rectified(linear, regression, rank) : linear;
  }

  /** The best map found, drawn towards {@code start}. */
  Projection solve(Projection start, int rank, double ridge) {
    Matrix prior = start.up().times(start.down());
    ReducedRank regression = new ReducedRank(moments.xMean(), moments.xGram(), ridge, prior);
    return isRectified
        ? rectified(start, regression, rank)
        : regression.solve(moments.cross(), moments.yMean(), rank);
  }

  private Projection rectified(Projection start, ReducedRank regression, int rank) {
    return new Rectified(x, y, moments.xMean(), regression).solve(start, rank, turns);
  }

  /** The squares of what {@code map} changes, where it counts. */
  double error(Projection map) {
    return Rectified.error(x, y, map, isRectified ? 0 : Double.NEGATIVE_INFINITY);
  }
}
