package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Pad;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code conv(pad(x, p), pads: q) -> conv(x, pads: p + q)} when the pad is 0.
 *
 * <p>Padding of a convolution adds nothing to a sum; a zero of {@code x} adds {@code 0 · w}, which
 * is not nothing for an infinite weight and changes the sign of a sum of −0. Hence the weights must
 * be at hand and ordinary.
 */
public record FoldPadIntoConv() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof Conv conv) || !isOrdinary(site)) {
      return Optional.empty();
    }
    return SpatialPads.before(site)
        .filter(pad -> Float.compare(pad.value(), 0f) == 0)
        .flatMap(pad -> fold(site, conv, SpatialPads.sum(pad, conv.pads())));
  }

  private static Optional<Patch> fold(Site site, Conv conv, List<Integer> pads) {
    Conv wider = new Conv(conv.kernel(), conv.strides(), pads, conv.dilations(), conv.groups());
    List<Value> operands = new ArrayList<>(site.node().operands());
    operands.set(0, site.producer(0).operand(0));
    return site.replaceBy(wider, operands.toArray(Value[]::new));
  }

  private static boolean isOrdinary(Site site) {
    return site.producer(0).op() instanceof Pad
        && site.known(site.operand(1)).filter(Facts::isFinite).isPresent()
        && (site.node().operands().size() < 3
            || site.known(site.operand(2)).filter(b -> !Facts.hasNegativeZero(b)).isPresent());
  }
}
