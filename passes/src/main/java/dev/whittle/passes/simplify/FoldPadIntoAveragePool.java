package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.AveragePool;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.List;
import java.util.Optional;

/**
 * {@code average_pool(pad(x, p), pads: q) -> average_pool(x, pads: p + q, countIncludePad)} when
 * the pad is 0 and the pool has no padding of its own that it leaves out of the count.
 */
public record FoldPadIntoAveragePool() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof AveragePool pool)
        || !pool.countIncludePad() && pool.pads().stream().anyMatch(p -> p > 0)) {
      return Optional.empty();
    }
    return SpatialPads.before(site)
        .filter(pad -> Float.compare(pad.value(), 0f) == 0)
        .flatMap(pad -> {
          List<Integer> pads = SpatialPads.sum(pad, pool.pads());
          return site.replaceBy(
              new AveragePool(pool.kernel(), pool.strides(), pads, pool.ceil(), true),
              site.producer(0).operand(0));
        });
  }
}
