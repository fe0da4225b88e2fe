package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Input;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.Optional;

/** A node that nothing needs goes away; inputs stay, for they are the network's signature. */
public record RemoveDeadCode() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (site.op() instanceof Input
        || !site.graph().users(site.node()).isEmpty()
        || site.graph().outputs().stream().anyMatch(o -> o.value().node() == site.node().id())) {
      return Optional.empty();
    }
    return Optional.of(site.patch().build());
  }
}
