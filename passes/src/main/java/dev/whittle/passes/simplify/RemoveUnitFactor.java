package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.Mul;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.Optional;

/** {@code x * 1 -> x} and {@code x / 1 -> x}. */
public record RemoveUnitFactor() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof Mul || site.op() instanceof Div)
        || !site.constant(site.operand(1)).filter(t -> Facts.isFilledWith(t, 1f)).isPresent()) {
      return Optional.empty();
    }
    return site.replaceBy(site.operand(0));
  }
}
