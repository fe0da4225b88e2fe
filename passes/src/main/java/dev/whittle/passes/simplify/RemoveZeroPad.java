package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Pad;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.Optional;

/** {@code pad(x, [0, …]) -> x}. */
public record RemoveZeroPad() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    return site.op() instanceof Pad pad && pad.pads().stream().allMatch(p -> p == 0)
        ? site.replaceBy(site.operand(0))
        : Optional.empty();
  }
}
