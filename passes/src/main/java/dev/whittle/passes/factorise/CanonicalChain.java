package dev.whittle.passes.factorise;

import dev.whittle.ir.op.Conv;
import dev.whittle.passes.linear.AlternatingLeastSquares;
import dev.whittle.passes.linear.Canonical;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.linear.Multiway;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A convolution as a sum of {@code R} outer products for each group (Lebedev et al. 2015): a
 * convolution of kernel 1 to {@code R} channels, then each channel on its own along the height and
 * along the width, then one of kernel 1 to the outputs. With the kernel's axes taken as one, a
 * single depthwise convolution stands between. Strides, dilations and pads go to the depthwise
 * ones.
 */
final class CanonicalChain implements Factorisation {
  /** Ranks that a search tries, at most. */
  private static final int STEPS = 64;

  private final Layer layer;
  private final Conv conv;
  private final boolean isMerged;
  private final int outputs;
  private final int inputs;
  private final int height;
  private final int width;
  private final Map<Integer, List<Canonical>> fits = new TreeMap<>();
  private List<AlternatingLeastSquares> solvers;

  private CanonicalChain(Layer layer, Conv conv, boolean isMerged) {
    this.layer = layer;
    this.conv = conv;
    this.isMerged = isMerged;
    this.outputs = layer.outputs() / conv.groups();
    this.inputs = layer.sizes().get(1);
    this.height = conv.kernel().get(0);
    this.width = conv.kernel().get(1);
  }

  /**
   * The factorisations of a convolution with a kernel of height and width.
   *
   * @param isMerged whether the kernel's axes count as one
   */
  static Optional<Factorisation> of(Layer layer, boolean isMerged) {
    boolean isMeant =
        layer.op() instanceof Conv conv
            && conv.kernel().size() == 2
            && !conv.kernel().contains(1)
            && layer.outputs() > conv.groups();
    return isMeant
        ? Optional.of(new CanonicalChain(layer, (Conv) layer.op(), isMerged))
        : Optional.empty();
  }

  private int[] axes() {
    return isMerged
        ? new int[] {outputs, inputs, height * width}
        : new int[] {outputs, inputs, height, width};
  }

  @Override
  public int fullRank() {
    return Canonical.mostRank(axes());
  }

  /** A share of the rank at which the chain has as many weights as the layer. */
  @Override
  public int step() {
    int kernel = isMerged ? height * width : height + width;
    int even = outputs * inputs * height * width / (outputs + inputs + kernel);
    return Math.max(1, Math.ceilDiv(even, STEPS));
  }

  @Override
  public double lost(int rank) {
    if (rank >= fullRank()) {
      return 0;
    }
    double lost = 0;
    double all = 0;
    for (int group = 0; group < conv.groups(); group++) {
      double energy = weights(group).energy();
      all += energy;
      lost += energy * solvers().get(group).residual(rank);
    }
    return all == 0 ? 0 : lost / all;
  }

  @Override
  public Chain chain(int rank) {
    int groups = conv.groups();
    int channels = groups * rank;
    List<Integer> ones = List.of(1, 1);
    List<Integer> none = List.of(0, 0, 0, 0);
    Conv plain = new Conv(ones, ones, none, ones, groups);
    List<Integer> down = List.of(channels, inputs, 1, 1);
    List<Integer> up = List.of(groups * outputs, rank, 1, 1);
    List<Part> parts = new ArrayList<>();
    parts.add(new Part("down", plain, down, () -> transposed(rank, 1, down)));
    if (isMerged) {
      Conv each = new Conv(conv.kernel(), conv.strides(), conv.pads(), conv.dilations(), channels);
      List<Integer> sizes = List.of(channels, 1, height, width);
      parts.add(new Part("each", each, sizes, () -> transposed(rank, 2, sizes)));
    } else {
      List<Integer> tall = List.of(channels, 1, height, 1);
      List<Integer> wide = List.of(channels, 1, 1, width);
      parts.add(
          new Part(
              "vertical", Axes.along(conv, 0, channels), tall, () -> transposed(rank, 2, tall)));
      parts.add(
          new Part(
              "horizontal", Axes.along(conv, 1, channels), wide, () -> transposed(rank, 3, wide)));
    }
    parts.add(
        new Part(
            "up",
            plain,
            up,
            () ->
                Weights.joined(
                    fit(rank).stream().map(f -> f.factors().get(0).values()).toList(), up)));
    return new Chain(parts);
  }

  private Tensor transposed(int rank, int axis, List<Integer> sizes) {
    return Weights.joined(
        fit(rank).stream()
            .map(f -> f.factors().get(axis))
            .map(Matrix::transpose)
            .map(Matrix::values)
            .toList(),
        sizes);
  }

  private List<Canonical> fit(int rank) {
    return fits.computeIfAbsent(
        rank,
        r -> {
          List<Canonical> all = new ArrayList<>();
          for (int group = 0; group < conv.groups(); group++) {
            all.add(
                r >= fullRank()
                    ? Canonical.exact(weights(group)).balanced()
                    : solvers().get(group).fit(r));
          }
          return all;
        });
  }

  private List<AlternatingLeastSquares> solvers() {
    if (solvers == null) {
      solvers = new ArrayList<>();
      for (int group = 0; group < conv.groups(); group++) {
        solvers.add(new AlternatingLeastSquares(weights(group), step()));
      }
    }
    return solvers;
  }

  private Multiway weights(int group) {
    return Weights.group(layer, group, conv.groups()).reshape(axes());
  }
}
