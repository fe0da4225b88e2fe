package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Mul;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.Optional;

/**
 * {@code constant + x -> x + constant}, and the same for products, so that other rules look at one
 * side only.
 */
public record MoveConstantRight() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof Add || site.op() instanceof Mul)
        || site.constant(site.operand(0)).isEmpty()
        || site.constant(site.operand(1)).isPresent()) {
      return Optional.empty();
    }
    return site.replaceBy(site.op(), site.operand(1), site.operand(0));
  }
}
