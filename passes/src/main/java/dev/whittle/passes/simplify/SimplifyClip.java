package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Relu;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.Optional;

/** {@code clip(x, 0, ∞) -> relu(x)} and {@code clip(x, -∞, ∞) -> x}. */
public record SimplifyClip() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof Clip(float min, float max)) || max != Float.POSITIVE_INFINITY) {
      return Optional.empty();
    }
    if (min == Float.NEGATIVE_INFINITY) {
      return site.replaceBy(site.operand(0));
    }
    return Float.compare(min, 0f) == 0
        ? site.replaceBy(new Relu(), site.operand(0))
        : Optional.empty();
  }
}
