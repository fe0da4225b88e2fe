package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.MaxPool;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Pad;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.List;
import java.util.Optional;

/**
 * {@code max_pool(pad(x, p, v), pads: q) -> max_pool(x, pads: p + q)} when the pad never wins: it
 * is −∞, or 0 around an {@code x} that is never negative and has an element in every window.
 */
public record FoldPadIntoMaxPool() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    return site.op() instanceof MaxPool pool
        ? SpatialPads.before(site)
            .filter(pad -> neverWins(pad, site))
            .flatMap(pad -> fold(site, pool, SpatialPads.sum(pad, pool.pads())))
        : Optional.empty();
  }

  private static boolean neverWins(Pad pad, Site site) {
    Op source = site.graph().node(site.producer(0).operand(0)).op();
    boolean isGapless = ((MaxPool) site.op()).dilations().stream().allMatch(d -> d == 1);
    boolean isZero = Float.compare(pad.value(), 0f) == 0 && isGapless;
    return pad.value() == Float.NEGATIVE_INFINITY || isZero && Facts.isNeverNegative(source);
  }

  private static Optional<Patch> fold(Site site, MaxPool pool, List<Integer> pads) {
    return site.replaceBy(
        new MaxPool(pool.kernel(), pool.strides(), pads, pool.dilations(), pool.ceil()),
        site.producer(0).operand(0));
  }
}
