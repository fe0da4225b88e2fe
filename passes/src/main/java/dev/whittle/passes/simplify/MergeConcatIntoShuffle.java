package dev.whittle.passes.simplify;

import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.ChannelShuffle;
import dev.whittle.ir.op.Concat;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code channel_shuffle(concat(a, b)) -> channel_shuffle(a, b)}, when channels are joined, nothing
 * else reads the concat, and there are not too many parts.
 */
public record MergeConcatIntoShuffle() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof ChannelShuffle)) {
      return Optional.empty();
    }
    List<Value> operands = new ArrayList<>();
    for (Value operand : site.node().operands()) {
      Node producer = site.graph().node(operand);
      boolean isMergeable =
          producer.op() instanceof Concat(int axis)
              && Math.floorMod(axis, producer.type().rank()) == 1
              && site.isOnlyUse(operand);
      operands.addAll(isMergeable ? producer.operands() : List.of(operand));
    }
    return operands.size() == site.node().operands().size()
            || !Facts.isShuffled(operands.size(), site.node().types().size())
        ? Optional.empty()
        : site.replaceBy(site.op(), operands.toArray(Value[]::new));
  }
}
