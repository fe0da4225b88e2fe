package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Transpose;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.List;
import java.util.Optional;

/** {@code transpose(x, [0, 1, …]) -> x}. */
public record RemoveNoOpTranspose() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    return site.op() instanceof Transpose(List<Integer> permutation)
            && permutation.stream().sorted().toList().equals(permutation)
        ? site.replaceBy(site.operand(0))
        : Optional.empty();
  }
}
