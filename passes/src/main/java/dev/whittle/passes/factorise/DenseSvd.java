package dev.whittle.passes.factorise;

import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.linear.Svd;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A dense layer, or a convolution of kernel 1, as two: one to {@code K} features, or channels for
 * each group, then one to the outputs, by the singular value decomposition of the weights (Denton
 * et al. 2014, section 3.1; DeepX). Strides and pads stay with the first.
 *
 * @param first the op to {@code K}
 * @param second the op from {@code K}
 * @param ones the kernel's sizes, all 1; none for dense layers
 */
record DenseSvd(
    Op first, Op second, int outputs, int inputs, int groups, List<Integer> ones, GroupedSvd svd)
    implements Factorisation {
  static Optional<Factorisation> of(Layer layer) {
    List<Integer> ones = layer.sizes().subList(2, layer.sizes().size());
    if (ones.stream().anyMatch(size -> size != 1)) {
      return Optional.empty();
    }
    return switch (layer.op()) {
      case Dense dense -> Optional.of(of(layer, dense, dense, 1, ones));
      case Conv conv -> {
        List<Integer> none = conv.pads().stream().map(_ -> 0).toList();
        Conv plain = new Conv(ones, ones, none, ones, conv.groups());
        yield Optional.of(of(layer, conv, plain, conv.groups(), ones));
      }
      default -> Optional.empty();
    };
  }

  private static DenseSvd of(Layer layer, Op first, Op second, int groups, List<Integer> ones) {
    int outputs = layer.outputs() / groups;
    int inputs = layer.sizes().get(1);
    GroupedSvd svd =
        new GroupedSvd(
            groups,
            group -> new Matrix(outputs, inputs, Weights.group(layer, group, groups).values()));
    return new DenseSvd(first, second, outputs, inputs, groups, ones, svd);
  }

  @Override
  public int fullRank() {
    return Math.min(outputs, inputs);
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
    List<Integer> down = sizes(groups * rank, inputs);
    List<Integer> up = sizes(groups * outputs, rank);
    return new Chain(
        List.of(
            new Part(
                "down",
                first,
                down,
                () -> weight(rank, down, part -> side(part.right(), part).transpose())),
            new Part("up", second, up, () -> weight(rank, up, part -> side(part.left(), part)))));
  }

  private List<Integer> sizes(int outer, int inner) {
    List<Integer> sizes = new ArrayList<>(List.of(outer, inner));
    sizes.addAll(ones);
    return sizes;
  }

  private Tensor weight(int rank, List<Integer> sizes, Function<Svd, Matrix> factor) {
    return Weights.joined(
        svd.leading(rank).stream().map(part -> factor.apply(part).values()).toList(), sizes);
  }

  private static Matrix side(Matrix vectors, Svd part) {
    return vectors.scaleColumns(Arrays.stream(part.values()).map(Math::sqrt).toArray());
  }
}
