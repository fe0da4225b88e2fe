package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Transpose;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.List;
import java.util.Optional;

/** {@code transpose(transpose(x, p), q) -> transpose(x, p ∘ q)}. */
public record MergeTransposes() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof Transpose(List<Integer> outer))
        || !(site.producer(0).op() instanceof Transpose(List<Integer> inner))) {
      return Optional.empty();
    }
    List<Integer> both = outer.stream().map(inner::get).toList();
    return site.replaceBy(new Transpose(both), site.producer(0).operand(0));
  }
}
