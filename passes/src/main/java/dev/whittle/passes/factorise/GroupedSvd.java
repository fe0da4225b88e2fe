package dev.whittle.passes.factorise;

import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.linear.Svd;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The singular value decompositions of one matrix for each group of a layer, all of one shape and
 * cut to one rank. What was worked out is kept.
 */
final class GroupedSvd {
  private final int groups;
  private final IntFunction<Matrix> matrices;
  private List<double[]> values;
  private List<Svd> leading;

  /**
   * @param matrices of each group
   */
  GroupedSvd(int groups, IntFunction<Matrix> matrices) {
    this.groups = groups;
    this.matrices = matrices;
  }

  /** The leading parts of each group's matrix. */
  List<Svd> leading(int rank) {
    if (leading == null || leading.getFirst().values().length < rank) {
      leading = new ArrayList<>();
      for (int group = 0; group < groups; group++) {
        leading.add(Svd.leading(matrices.apply(group), rank));
      }
    }
    return leading.stream().map(svd -> svd.truncate(rank)).toList();
  }

  /** The share of all squared singular values that lie beyond {@code rank}. */
  double lost(int rank) {
    boolean isCut = values == null && leading != null;
    return isCut && leading.getFirst().values().length >= rank ? rest(rank) : 1 - share(rank, 2);
  }

  /** The same where only leading parts were worked out. */
  private double rest(int rank) {
    double all = 0;
    double kept = 0;
    for (int group = 0; group < groups; group++) {
      all += matrices.apply(group).energy();
      for (int i = 0; i < rank; i++) {
        kept += Math.pow(leading.get(group).values()[i], 2);
      }
    }
    return all == 0 ? 0 : Math.max(0, 1 - kept / all);
  }

  /** The share of all singular values, unsquared, up to {@code rank}: the measure of accnn. */
  double kept(int rank) {
    return share(rank, 1);
  }

  private double share(int rank, int power) {
    if (values == null) {
      values = new ArrayList<>();
      for (int group = 0; group < groups; group++) {
        values.add(Svd.values(matrices.apply(group)));
      }
    }
    double kept = 0;
    double lost = 0;
    for (double[] own : values) {
      for (int i = own.length - 1; i >= 0; i--) {
        double value = power == 1 ? own[i] : own[i] * own[i];
        kept += i < rank ? value : 0;
        lost += i < rank ? 0 : value;
      }
    }
    return lost == 0 ? 1 : 1 - lost / (kept + lost);
  }
}
