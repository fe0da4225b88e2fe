package dev.whittle.passes.calibrate;

import java.util.function.IntPredicate;

/**
 * Reconstruction from what a layer responds behind layers that are rewritten already (Zhang et al.
 * 2016, section 2.3). Places of one input are alike, so there is less to go by than there are
 * responses, and a free fit is worse than none on other inputs: M is drawn towards the map that
 * would be right if no layer before had changed. How strongly is judged on inputs that are held out
 * of the fit.
 */
final class Asymmetric {
  private static final double[] RIDGES = {1e-3, 1e-2, 1e-1, 1, 10, 100};

  /** One input of so many is held out. */
  private static final int PARTS = 4;

  /** Turns of fits that are only judged. */
  private static final int FEW = 2;

  private final Samples x;
  private final Samples y;
  private final boolean isRectified;
  private final int turns;

  Asymmetric(Samples x, Samples y, boolean isRectified, int turns) {
    this.x = x;
    this.y = y;
    this.isRectified = isRectified;
    this.turns = turns;
  }

  /**
   * The best map found.
   *
   * @param symmetric the same layer's map from y to y
   */
  Projection solve(Projection symmetric, int rank) {
    return fit(x, y, turns).solve(symmetric, rank, ridge(rank));
  }

  private Reconstruction fit(Samples from, Samples to, int times) {
    return new Reconstruction(from, to, Targets.moments(from, to), isRectified, times);
  }

  /** The ridge that does best on the inputs held out; the strongest where there is only one. */
  private double ridge(int rank) {
    if (x.items() == 1) {
      return RIDGES[RIDGES.length - 1];
    }
    IntPredicate isHeldOut = item -> item % PARTS == 0;
    Samples shown = y.only(isHeldOut.negate());
    Projection start = fit(shown, shown, FEW).solve(rank, Responses.RIDGE);
    Reconstruction fitted = fit(x.only(isHeldOut.negate()), shown, FEW);
    Reconstruction judge = fit(x.only(isHeldOut), y.only(isHeldOut), FEW);
    double best = RIDGES[0];
    double least = Double.POSITIVE_INFINITY;
    for (double ridge : RIDGES) {
      double error = judge.error(fitted.solve(start, rank, ridge));
      if (error < least) {
        least = error;
        best = ridge;
      }
    }
    return best;
  }
}
