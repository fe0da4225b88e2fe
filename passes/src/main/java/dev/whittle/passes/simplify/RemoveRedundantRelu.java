package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Relu;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.Optional;

/** {@code relu(x) -> x} when {@code x} is never negative, for example another relu. */
public record RemoveRedundantRelu() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    return site.op() instanceof Relu && Facts.isNeverNegative(site.producer(0).op())
        ? site.replaceBy(site.operand(0))
        : Optional.empty();
  }
}
