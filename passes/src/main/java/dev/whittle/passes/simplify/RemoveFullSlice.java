package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Slice;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.Optional;

/** {@code slice(x) -> x} when it takes everything. */
public record RemoveFullSlice() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    return site.op() instanceof Slice ? site.replaceBy(site.operand(0)) : Optional.empty();
  }
}
