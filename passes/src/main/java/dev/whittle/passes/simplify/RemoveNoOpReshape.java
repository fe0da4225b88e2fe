package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.Optional;

/** {@code reshape(x) -> x} when the shape stays, and the same for flatten. */
public record RemoveNoOpReshape() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    return MergeReshapes.isReshape(site.op()) && site.type(0).equals(site.node().type())
        ? site.replaceBy(site.operand(0))
        : Optional.empty();
  }
}
