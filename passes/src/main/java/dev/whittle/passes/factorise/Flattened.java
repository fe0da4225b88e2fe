package dev.whittle.passes.factorise;

import dev.whittle.ir.op.Conv;
import dev.whittle.passes.linear.Canonical;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.linear.Multiway;
import dev.whittle.passes.linear.RankOne;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Each filter of a convolution as a sum of {@code R} outer products of its own (Jin et al. 2015,
 * for {@code R = 1}): a convolution of kernel 1, then each channel on its own along the height,
 * then along the width, where the {@code R} channels of a filter are added up. A filter that is one
 * outer product is found exactly. Products are found one by one, each the best for what those
 * before left.
 */
final class Flattened implements Factorisation {
  private final Layer layer;
  private final Conv conv;
  private final int inputs;
  private final List<Filter> filters = new ArrayList<>();

  private Flattened(Layer layer, Conv conv) {
    this.layer = layer;
    this.conv = conv;
    this.inputs = layer.sizes().get(1);
  }

  static Optional<Factorisation> of(Layer layer) {
    return layer.op() instanceof Conv conv
            && conv.kernel().size() == 2
            && !conv.kernel().contains(1)
        ? Optional.of(new Flattened(layer, conv))
        : Optional.empty();
  }

  /** The products of one filter, and what is left after each. */
  private static final class Filter {
    private final Multiway whole;
    private final List<RankOne> products = new ArrayList<>();
    private Multiway rest;

    Filter(Multiway whole) {
      this.whole = whole;
      this.rest = whole;
    }

    private void reach(int rank) {
      while (products.size() < rank) {
        RankOne next = RankOne.of(rest);
        products.add(next);
        rest = rest.minus(next.product());
      }
    }

    double left(int rank) {
      if (rank >= Canonical.mostRank(whole.sizes())) {
        return 0;
      }
      reach(rank);
      double left = whole.energy();
      for (RankOne product : products.subList(0, rank)) {
        left -= product.scale() * product.scale();
      }
      return Math.max(0, left);
    }

    Canonical sum(int rank) {
      if (rank >= Canonical.mostRank(whole.sizes())) {
        return Canonical.exact(whole).balanced();
      }
      reach(rank);
      List<Matrix> factors = new ArrayList<>();
      for (int axis = 0; axis < whole.axes(); axis++) {
        Matrix factor = Matrix.zeros(whole.sizes()[axis], rank);
        for (int r = 0; r < rank; r++) {
          double[] vector = products.get(r).vectors().get(axis);
          for (int row = 0; row < vector.length; row++) {
            factor.values()[row * rank + r] =
                vector[row] * (axis == 0 ? products.get(r).scale() : 1);
          }
        }
        factors.add(factor);
      }
      return new Canonical(factors).balanced();
    }
  }

  @Override
  public int fullRank() {
    return Canonical.mostRank(inputs, conv.kernel().get(0), conv.kernel().get(1));
  }

  @Override
  public double lost(int rank) {
    double all = 0;
    double lost = 0;
    for (Filter filter : filters()) {
      all += filter.whole.energy();
      lost += filter.left(rank);
    }
    return all == 0 ? 0 : lost / all;
  }

  @Override
  public Chain chain(int rank) {
    int outputs = layer.outputs();
    int channels = outputs * rank;
    List<Integer> ones = List.of(1, 1);
    Conv plain = new Conv(ones, ones, List.of(0, 0, 0, 0), ones, conv.groups());
    List<Integer> lateral = List.of(channels, inputs, 1, 1);
    List<Integer> tall = List.of(channels, 1, conv.kernel().get(0), 1);
    List<Integer> wide = List.of(outputs, rank, 1, conv.kernel().get(1));
    return new Chain(
        List.of(
            new Part("lateral", plain, lateral, () -> factor(rank, 0, lateral)),
            new Part("vertical", Axes.along(conv, 0, channels), tall, () -> factor(rank, 1, tall)),
            new Part(
                "horizontal", Axes.along(conv, 1, outputs), wide, () -> factor(rank, 2, wide))));
  }

  private Tensor factor(int rank, int axis, List<Integer> sizes) {
    return Weights.joined(
        filters().stream().map(f -> f.sum(rank).factors().get(axis).transpose().values()).toList(),
        sizes);
  }

  private List<Filter> filters() {
    if (filters.isEmpty()) {
      for (int output = 0; output < layer.outputs(); output++) {
        int[] sizes = {inputs, conv.kernel().get(0), conv.kernel().get(1)};
        filters.add(new Filter(Weights.group(layer, output, layer.outputs()).reshape(sizes)));
      }
    }
    return filters;
  }
}
