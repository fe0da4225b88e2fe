package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Flatten;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Reshape;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.Optional;

/** {@code reshape(reshape(x)) -> reshape(x)}, where either may be a flatten. */
public record MergeReshapes() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!isReshape(site.op()) || !isReshape(site.producer(0).op())) {
      return Optional.empty();
    }
    Value x = site.producer(0).operand(0);
    return Facts.reshape(site.graph().type(x), site.node().type())
        .flatMap(shape -> site.replaceBy(new Reshape(shape), x));
  }

  static boolean isReshape(Op op) {
    return op instanceof Reshape || op instanceof Flatten;
  }
}
