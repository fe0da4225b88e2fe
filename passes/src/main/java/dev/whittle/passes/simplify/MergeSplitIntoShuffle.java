package dev.whittle.passes.simplify;

import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.ChannelShuffle;
import dev.whittle.ir.op.Split;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.List;
import java.util.Optional;

/**
 * {@code split(channel_shuffle(x), sizes) -> channel_shuffle(x, sizes)}, when channels are cut,
 * nothing else reads the shuffle, and there are not too many parts.
 */
public record MergeSplitIntoShuffle() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof Split(int axis, List<Integer> sizes))
        || Math.floorMod(axis, site.type(0).rank()) != 1) {
      return Optional.empty();
    }
    Node source = site.producer(0);
    if (!(source.op() instanceof ChannelShuffle(int groups, _))
        || source.types().size() != 1
        || !Facts.isShuffled(source.operands().size(), sizes.size())
        || !site.isOnlyUse(site.operand(0))) {
      return Optional.empty();
    }
    Value[] operands = source.operands().toArray(Value[]::new);
    return site.replaceBy(new ChannelShuffle(groups, sizes), operands);
  }
}
