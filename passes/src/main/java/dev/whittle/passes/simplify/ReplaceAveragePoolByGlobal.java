package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.AveragePool;
import dev.whittle.ir.op.GlobalAveragePool;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code average_pool(x) -> global_average_pool(x)} when its only window is exactly all of {@code
 * x}.
 */
public record ReplaceAveragePoolByGlobal() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof AveragePool pool)
        || pool.pads().stream().anyMatch(p -> p > 0)
        || !IntStream.range(0, pool.kernel().size())
            .allMatch(i -> site.type(0).shape().dim(i + 2).is(pool.kernel().get(i)))) {
      return Optional.empty();
    }
    return site.replaceBy(new GlobalAveragePool(), site.operand(0));
  }
}
