package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Dropout;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.Optional;

/** {@code dropout(x) -> x}: at inference it does nothing. */
public record RemoveDropout() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    return site.op() instanceof Dropout ? site.replaceBy(site.operand(0)) : Optional.empty();
  }
}
