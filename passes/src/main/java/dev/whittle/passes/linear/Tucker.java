package dev.whittle.passes.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor as a core multiplied along some axes by orthonormal bases (Tucker 1966), the bases being
 * the singular vectors of the unfoldings (De Lathauwer, De Moor and Vandewalle 2000). Ranks nest: a
 * truncation to fewer is a part of one to more, so errors fall as any rank grows.
 *
 * @param axes those that have a basis
 * @param bases of each of these axes, a column for each rank
 */
public record Tucker(Multiway core, int[] axes, List<Matrix> bases) {
  public Tucker {
    bases = List.copyOf(bases);
  }

  /** The full form, which loses nothing. */
  public static Tucker of(Multiway tensor, int... axes) {
    List<Matrix> bases = new ArrayList<>();
    Multiway core = tensor;
    for (int axis : axes) {
      Matrix unfolded = tensor.unfold(axis);
      Matrix basis = SymmetricEigen.of(unfolded.times(unfolded.transpose())).vectors();
      bases.add(basis);
      core = core.times(axis, basis.transpose());
    }
    return new Tucker(core, axes, bases);
  }

  /** The part of the leading {@code ranks}, one for each axis that has a basis. */
  public Tucker truncate(int... ranks) {
    List<Matrix> cut = new ArrayList<>();
    Multiway part = core;
    for (int i = 0; i < axes.length; i++) {
      cut.add(bases.get(i).leading(ranks[i]));
      part = leading(part, axes[i], ranks[i]);
    }
    return new Tucker(part, axes, cut);
  }

  public Multiway product() {
    Multiway product = core;
    for (int i = 0; i < axes.length; i++) {
      product = product.times(axes[i], bases.get(i));
    }
    return product;
  }

  private static Multiway leading(Multiway tensor, int axis, int count) {
    int[] sizes = tensor.sizes().clone();
    sizes[axis] = count;
    Matrix unfolded = tensor.unfold(axis);
    double[] kept = Arrays.copyOf(unfolded.values(), count * unfolded.columns());
    return Multiway.fold(new Matrix(count, unfolded.columns(), kept), axis, sizes);
  }
}
