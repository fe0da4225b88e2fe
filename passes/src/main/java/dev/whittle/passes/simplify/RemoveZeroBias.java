package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.Optional;

/** {@code conv(x, w, 0) -> conv(x, w)}, and the same for dense layers. */
public record RemoveZeroBias() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    boolean isLayer = site.op() instanceof Conv || site.op() instanceof Dense;
    if (!isLayer
        || site.node().operands().size() < 3
        || !site.constant(site.operand(2)).filter(b -> Facts.isFilledWith(b, 0f)).isPresent()) {
      return Optional.empty();
    }
    return site.replaceBy(site.op(), site.operand(0), site.operand(1));
  }
}
