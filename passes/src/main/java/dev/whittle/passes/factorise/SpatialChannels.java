package dev.whittle.passes.factorise;

import dev.whittle.ir.op.Conv;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.linear.Multiway;
import dev.whittle.passes.linear.Svd;
import dev.whittle.passes.linear.SymmetricEigen;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A convolution of kernel {@code h x w} as one of {@code h x 1}, one of {@code 1 x w} and one of
 * kernel 1 (Zhang et al. 2016, section 2.4, "3D"): the filters are written in the leading singular
 * vectors of their own space, and what convolves to these is split into height and width. The rank
 * is the number of channels before the last convolution, in each group; the split saves as large a
 * share of the multiply-adds as these fewer channels did.
 */
final class SpatialChannels implements Factorisation {
  /** Ranks that a search tries, at most. */
  private static final int STEPS = 64;

  private final Layer layer;
  private final Conv conv;
  private final int outputs;
  private final int channels;
  private final int height;
  private final int width;
  private final Map<Integer, Double> lost = new TreeMap<>();
  private List<Basis> bases;

  /**
   * A group's filters in their own space.
   *
   * @param vectors orthonormal, a column for each rank
   * @param filters a row for each rank
   */
  private record Basis(Matrix vectors, Matrix filters) {
    double energy() {
      return filters.energy();
    }
  }

  private SpatialChannels(Layer layer, Conv conv) {
    this.layer = layer;
    this.conv = conv;
    this.outputs = layer.outputs() / conv.groups();
    this.channels = layer.sizes().get(1);
    this.height = conv.kernel().get(0);
    this.width = conv.kernel().get(1);
  }

  static Optional<Factorisation> of(Layer layer) {
    return layer.op() instanceof Conv conv
            && conv.kernel().size() == 2
            && !conv.kernel().contains(1)
        ? Optional.of(new SpatialChannels(layer, conv))
        : Optional.empty();
  }

  @Override
  public int fullRank() {
    return Math.min(outputs, channels * height * width);
  }

  @Override
  public int step() {
    return Math.ceilDiv(fullRank(), STEPS);
  }

  /** The channels between height and width. */
  private int between(int rank) {
    int full = Math.min(channels * height, rank * width);
    if (rank == fullRank()) {
      return full;
    }
    double whole = (double) channels * height * width * outputs;
    double fewer = (double) channels * height * width * rank;
    double share = (fewer + (double) outputs * rank) / whole;
    double each = (double) channels * height + (double) rank * width;
    return Math.clamp((int) Math.ceil(share * fewer / each), 1, full);
  }

  @Override
  public double lost(int rank) {
    return rank == fullRank() ? 0 : lost.computeIfAbsent(rank, this::missing);
  }

  private double missing(int rank) {
    double all = 0;
    double kept = 0;
    for (Basis basis : bases()) {
      Matrix split = split(basis, rank);
      Matrix small =
          split.rows() <= split.columns() ? split.times(split.transpose()) : split.gram();
      double[] squares = SymmetricEigen.values(small);
      all += basis.energy();
      kept += Arrays.stream(squares).limit(between(rank)).sum();
    }
    return all == 0 ? 0 : Math.max(0, 1 - kept / all);
  }

  /** A row for each input channel and row of the kernel, a column for each rank and column. */
  private Matrix split(Basis basis, int rank) {
    double[] leading = Arrays.copyOf(basis.filters().values(), rank * channels * height * width);
    Multiway filters = new Multiway(new int[] {rank, channels, height, width}, leading);
    return new Matrix(channels * height, rank * width, filters.permute(1, 2, 0, 3).values());
  }

  @Override
  public Chain chain(int rank) {
    int groups = conv.groups();
    int between = between(rank);
    List<Integer> first = List.of(groups * between, channels, height, 1);
    List<Integer> second = List.of(groups * rank, between, 1, width);
    List<Integer> third = List.of(groups * outputs, rank, 1, 1);
    Conv plain = new Conv(List.of(1, 1), List.of(1, 1), List.of(0, 0, 0, 0), List.of(1, 1), groups);
    Once<List<Svd>> splits =
        new Once<>(
            () -> bases().stream().map(basis -> Svd.leading(split(basis, rank), between)).toList());
    return new Chain(
        List.of(
            new Part("vertical", Axes.along(conv, 0, groups), first, () -> vertical(splits, first)),
            new Part(
                "horizontal",
                Axes.along(conv, 1, groups),
                second,
                () -> horizontal(splits, rank, second)),
            new Part("mix", plain, third, () -> mix(rank, third))));
  }

  private static Tensor vertical(Once<List<Svd>> splits, List<Integer> sizes) {
    List<double[]> parts = new ArrayList<>();
    for (Svd svd : splits.get()) {
      parts.add(svd.left().scaleColumns(svd.values()).transpose().values());
    }
    return Weights.joined(parts, sizes);
  }

  private static Tensor horizontal(Once<List<Svd>> splits, int rank, List<Integer> sizes) {
    int[] axes = {sizes.get(1), rank, sizes.get(3)};
    List<double[]> parts = new ArrayList<>();
    for (Svd svd : splits.get()) {
      Multiway right = new Multiway(axes, svd.right().transpose().values());
      parts.add(right.permute(1, 0, 2).values());
    }
    return Weights.joined(parts, sizes);
  }

  private Tensor mix(int rank, List<Integer> sizes) {
    return Weights.joined(
        bases().stream().map(basis -> basis.vectors().leading(rank).values()).toList(), sizes);
  }

  private List<Basis> bases() {
    if (bases == null) {
      bases = new ArrayList<>();
      for (int group = 0; group < conv.groups(); group++) {
        Matrix filters = Weights.group(layer, group, conv.groups()).unfold(0);
        Matrix vectors = SymmetricEigen.of(filters.times(filters.transpose())).vectors();
        bases.add(new Basis(vectors, vectors.transpose().times(filters)));
      }
    }
    return bases;
  }
}
