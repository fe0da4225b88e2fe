package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Split;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.Optional;

/** {@code concat(x) -> x} and {@code split(x, [all]) -> x}. */
public record RemoveSinglePart() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    boolean isConcat = site.op() instanceof Concat && site.node().operands().size() == 1;
    boolean isSplit = site.op() instanceof Split && site.node().types().size() == 1;
    return isConcat || isSplit ? site.replaceBy(site.operand(0)) : Optional.empty();
  }
}
