package dev.whittle.passes.prune;

import dev.whittle.passes.calibrate.Moments;
import dev.whittle.passes.calibrate.Samples;
import dev.whittle.passes.linear.LeastSquares;
import dev.whittle.passes.linear.Matrix;

/**
 * What a layer reads and what its responses lack, and the linear function of least squares between.
 */
final class Residuals {
  /** Rows between two updates of the moments. */
  private static final int BLOCK = 256;

  private final int reads;
  private final int responses;
  private final Moments moments;
  private Samples x;
  private Samples y;
  private Fit fit;

  /**
   * {@code lack ≈ slopeᵀ · x + shift}.
   *
   * @param slope a row for each number that is read
   */
  record Fit(Matrix slope, double[] shift) {}

  /** Nothing yet. */
  Residuals(int reads, int responses) {
    this.reads = reads;
    this.responses = responses;
    this.moments = new Moments(reads, responses);
    this.x = new Samples(reads);
    this.y = new Samples(responses);
  }

  /** Adds rows. */
  void add(float[] read, float[] lack) {
    x.add(read);
    y.add(lack);
    if (x.rows() >= BLOCK) {
      update();
    }
  }

  private void update() {
    if (x.rows() > 0) {
      moments.add(x.rows(0, x.rows()), y.rows(0, y.rows()));
      x = new Samples(reads);
      y = new Samples(responses);
    }
  }

  /**
   * The fit to all rows. Its slope is drawn to 0 the more, the fewer rows there are for each number
   * that is read.
   */
  Fit fit() {
    if (fit == null) {
      update();
      double ridge = (double) reads / moments.count();
      Matrix slope = LeastSquares.normal(moments.xGram(), moments.cross(), ridge);
      double[] shift = moments.yMean();
      double[] mean = moments.xMean();
      for (int input = 0; input < reads; input++) {
        for (int output = 0; output < responses; output++) {
          shift[output] -= mean[input] * slope.get(input, output);
        }
      }
      fit = new Fit(slope, shift);
    }
    return fit;
  }
}
