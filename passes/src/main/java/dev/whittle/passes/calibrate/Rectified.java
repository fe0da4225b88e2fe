package dev.whittle.passes.calibrate;

import dev.whittle.passes.linear.Matrix;
import java.util.Arrays;

/**
 * Reconstruction behind a ReLU (Zhang et al. 2016, sections 2.2.2 and 2.2.3): the M of rank r and
 * the b that make {@code Σ ‖relu(y) − relu(M · x + b)‖²} small. Auxiliary z are drawn to y where
 * the ReLU lets it through, and M and b are fitted to z, in turns; the map that did best of all is
 * kept, so it is never worse than the one it started from.
 */
public final class Rectified {
  /** What a distance from z counts, in the first half of the turns and in the second. */
  private static final double[] PENALTIES = {0.01, 1};

  private static final int BLOCK = 512;

  private final Samples x;
  private final Samples y;
  private final double[] mean;
  private final ReducedRank regression;

  /**
   * @param x regressors
   * @param y targets, a row for each of x
   * @param mean of x
   * @param regression on x
   */
  public Rectified(Samples x, Samples y, double[] mean, ReducedRank regression) {
    this.x = x;
    this.y = y;
    this.mean = mean;
    this.regression = regression;
  }

  /** The best map found in {@code turns} turns from {@code start}. */
  public Projection solve(Projection start, int rank, int turns) {
    Projection best = start;
    Projection current = start;
    double least = Double.POSITIVE_INFINITY;
    for (int turn = 0; turn <= turns; turn++) {
      Turn here = turn(current, PENALTIES[2 * turn < turns ? 0 : 1]);
      if (here.error < least) {
        least = here.error;
        best = current;
      }
      if (turn < turns) {
        current = regression.solve(here.cross, here.target, rank);
      }
    }
    return best;
  }

  /** {@code Σ ‖relu(y) − relu(map(x))‖²}. */
  public double error(Projection map) {
    return error(x, y, map, 0);
  }

  /** {@code Σ ‖max(floor, y) − max(floor, map(x))‖²}. */
  static double error(Samples x, Samples y, Projection map, double floor) {
    double error = 0;
    for (int from = 0; from < x.rows(); from += BLOCK) {
      int to = Math.min(x.rows(), from + BLOCK);
      double[] wanted = y.rows(from, to).values();
      double[] got = map.of(x.rows(from, to)).values();
      for (int i = 0; i < wanted.length; i++) {
        error += square(Math.max(floor, wanted[i]) - Math.max(floor, got[i]));
      }
    }
    return error;
  }

  /** The z for one map: their mean, their scatter with x, and the error of the map. */
  private record Turn(Matrix cross, double[] target, double error) {}

  private Turn turn(Projection map, double penalty) {
    int size = x.channels();
    double[] cross = new double[size * y.channels()];
    double[] target = new double[y.channels()];
    double error = 0;
    for (int from = 0; from < x.rows(); from += BLOCK) {
      int to = Math.min(x.rows(), from + BLOCK);
      Matrix block = x.rows(from, to);
      double[] wanted = y.rows(from, to).values();
      double[] z = map.of(block).values();
      for (int i = 0; i < z.length; i++) {
        error += square(Math.max(0, wanted[i]) - Math.max(0, z[i]));
        z[i] = auxiliary(z[i], Math.max(0, wanted[i]), penalty);
        target[i % target.length] += z[i];
      }
      Matrix part =
          Moments.centred(block, mean).transpose().times(new Matrix(to - from, target.length, z));
      for (int i = 0; i < cross.length; i++) {
        cross[i] += part.values()[i];
      }
    }
    return new Turn(
        new Matrix(size, target.length, cross),
        Arrays.stream(target).map(sum -> sum / x.rows()).toArray(),
        error);
  }

  /**
   * The z that minimises {@code (wanted − relu(z))² + penalty · (z − mapped)²}: the better of the
   * best that is not positive and the best that is not negative.
   */
  public static double auxiliary(double mapped, double wanted, double penalty) {
    double off = Math.min(0, mapped);
    double on = Math.max(0, (penalty * mapped + wanted) / (penalty + 1));
    double offCost = square(wanted) + penalty * square(off - mapped);
    double onCost = square(wanted - on) + penalty * square(on - mapped);
    return offCost < onCost ? off : on;
  }

  private static double square(double value) {
    return value * value;
  }
}
