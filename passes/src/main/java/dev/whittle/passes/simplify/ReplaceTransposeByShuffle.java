package dev.whittle.passes.simplify;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.ChannelShuffle;
import dev.whittle.ir.op.Reshape;
import dev.whittle.ir.op.Transpose;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code transpose(reshape(x, [N, groups, c, …]), [0, 2, 1, …]) -> reshape(channel_shuffle(x,
 * groups))}, when the channels of {@code x} are {@code groups · c} and nothing else reads the inner
 * reshape.
 */
public record ReplaceTransposeByShuffle() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof Transpose(List<Integer> permutation))
        || !isSwap(permutation)
        || !(site.producer(0).op() instanceof Reshape)
        || !site.isOnlyUse(site.operand(0))) {
      return Optional.empty();
    }
    Node reshape = site.producer(0);
    Value x = reshape.operand(0);
    TensorType type = site.graph().type(x);
    int groups = groups(type.shape(), reshape.type().shape());
    if (type.rank() < 3 || type.rank() > 5 || groups < 2) {
      return Optional.empty();
    }
    return Facts.reshape(type, site.node().type())
        .map(shape -> {
          Patch.Builder patch = site.patch();
          ChannelShuffle shuffle = new ChannelShuffle(groups, List.of());
          String name = site.node().name() + "_shuffle";
          Value shuffled = patch.add(site.node(), name, shuffle, List.of(x));
          return patch.replace(site.node(), new Reshape(shape), List.of(shuffled)).build();
        });
  }

  private static boolean isSwap(List<Integer> permutation) {
    int rank = permutation.size();
    return rank >= 3
        && permutation.subList(0, 3).equals(List.of(0, 2, 1))
        && permutation.subList(3, rank).equals(IntStream.range(3, rank).boxed().toList());
  }

  /** How many groups {@code to} makes of the channels of {@code from}; 0 when it does not. */
  private static int groups(Shape from, Shape to) {
    boolean isCut =
        from.rank() >= 2
            && to.rank() >= 3
            && from.dim(0).equals(to.dim(0))
            && from.dim(1) instanceof Dim.Fixed(int channels)
            && to.dim(1) instanceof Dim.Fixed(int groups)
            && to.dim(2).is(channels / groups)
            && channels % groups == 0;
    return isCut ? to.size(1) : 0;
  }
}
