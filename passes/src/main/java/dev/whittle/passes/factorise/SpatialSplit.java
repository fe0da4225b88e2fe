package dev.whittle.passes.factorise;

import dev.whittle.ir.op.Conv;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.linear.Multiway;
import dev.whittle.passes.linear.Svd;
import dev.whittle.runtime.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A convolution of kernel {@code h x w} as one of {@code h x 1} with {@code K} filters for each
 * group, then one of {@code 1 x w}: the singular value decomposition of the matrix with a row for
 * each input channel and row of the kernel and a column for each filter and column of the kernel
 * (Tai et al. 2016, section 2.1; accnn). Strides, dilations and pads go to the axis they belong to.
 */
record SpatialSplit(Conv conv, int outputs, int channels, int groups, GroupedSvd svd)
    implements Factorisation {
  static Optional<Factorisation> of(Layer layer) {
    if (!(layer.op() instanceof Conv conv)
        || conv.kernel().size() != 2
        || conv.kernel().contains(1)) {
      return Optional.empty();
    }
    int groups = conv.groups();
    return Optional.of(
        new SpatialSplit(
            conv,
            layer.outputs() / groups,
            layer.sizes().get(1),
            groups,
            new GroupedSvd(groups, group -> matrix(Weights.group(layer, group, groups)))));
  }

  private static Matrix matrix(Multiway weights) {
    int[] sizes = weights.sizes();
    return new Matrix(
        sizes[1] * sizes[2], sizes[0] * sizes[3], weights.permute(1, 2, 0, 3).values());
  }

  @Override
  public int fullRank() {
    return Math.min(channels * conv.kernel().get(0), outputs * conv.kernel().get(1));
  }

  @Override
  public double lost(int rank) {
    return svd.lost(rank);
  }

  @Override
  public double kept(int rank) {
    return svd.kept(rank);
  }

  @Override
  public Chain chain(int rank) {
    int height = conv.kernel().get(0);
    int width = conv.kernel().get(1);
    List<Integer> first = List.of(groups * rank, channels, height, 1);
    List<Integer> second = List.of(groups * outputs, rank, 1, width);
    return new Chain(
        List.of(
            new Part("vertical", Axes.along(conv, 0, groups), first, () -> vertical(rank, first)),
            new Part(
                "horizontal",
                Axes.along(conv, 1, groups),
                second,
                () -> horizontal(rank, second))));
  }

  private Tensor vertical(int rank, List<Integer> sizes) {
    return Weights.joined(
        svd.leading(rank).stream()
            .map(part -> part.left().scaleColumns(roots(part)).transpose().values())
            .toList(),
        sizes);
  }

  private Tensor horizontal(int rank, List<Integer> sizes) {
    return Weights.joined(
        svd.leading(rank).stream()
            .map(part -> part.right().scaleColumns(roots(part)).transpose())
            .map(part ->
                new Multiway(new int[] {rank, outputs, sizes.get(3)}, part.values())
                    .permute(1, 0, 2)
                    .values())
            .toList(),
        sizes);
  }

  private static double[] roots(Svd part) {
    return Arrays.stream(part.values()).map(Math::sqrt).toArray();
  }
}
