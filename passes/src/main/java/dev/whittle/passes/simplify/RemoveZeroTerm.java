package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Add;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import dev.whittle.runtime.Tensor;
import java.util.Optional;

/**
 * {@code x + 0 -> x}.
 *
 * <p>Bitwise that is right for a zero below, {@code x + (-0)}, and for {@code x + 0} where {@code
 * x} is never −0, which the sum turns into 0.
 */
public record RemoveZeroTerm() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof Add)) {
      return Optional.empty();
    }
    Optional<Tensor> term = site.constant(site.operand(1));
    boolean isPlus = term.isPresent() && Facts.isFilledWith(term.get(), 0f);
    boolean isMinus = term.isPresent() && Facts.isFilledWith(term.get(), -0f);
    boolean isSafe = Facts.isNeverNegative(site.producer(0).op());
    return isMinus || isPlus && isSafe ? site.replaceBy(site.operand(0)) : Optional.empty();
  }
}
