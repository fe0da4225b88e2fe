package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.GlobalAveragePool;
import dev.whittle.ir.op.Mean;
import dev.whittle.ir.op.Reshape;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code mean(x, all spatial axes) -> global_average_pool(x)}, reshaped where the mean drops the
 * axes.
 */
public record ReplaceMeanByGlobalAveragePool() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof Mean mean) || !isSpatial(mean, site.type(0).rank())) {
      return Optional.empty();
    }
    GlobalAveragePool pool = new GlobalAveragePool();
    if (mean.keepDims()) {
      return site.replaceBy(pool, site.operand(0));
    }
    Patch.Builder patch = site.patch();
    Value pooled =
        patch.add(site.node(), site.node().name() + "_pool", pool, site.node().operands());
    return Facts.reshape(patch.type(pooled), site.node().type())
        .map(shape -> patch.replace(site.node(), new Reshape(shape), List.of(pooled)).build());
  }

  private static boolean isSpatial(Mean mean, int rank) {
    List<Integer> axes = mean.axes().stream().map(a -> Math.floorMod(a, rank)).sorted().toList();
    return rank >= 3 && rank <= 5 && axes.equals(IntStream.range(2, rank).boxed().toList());
  }
}
