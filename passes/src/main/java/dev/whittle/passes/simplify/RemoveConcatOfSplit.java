package dev.whittle.passes.simplify;

import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Split;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.Optional;

/** {@code concat(split(x)) -> x} when all parts come back in order along the same axis. */
public record RemoveConcatOfSplit() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    Node source = site.node().operands().isEmpty() ? site.node() : site.producer(0);
    if (!(site.op() instanceof Concat concat)
        || !(source.op() instanceof Split split)
        || Math.floorMod(concat.axis(), site.node().type().rank())
            != Math.floorMod(split.axis(), source.type().rank())
        || site.node().operands().size() != source.types().size()) {
      return Optional.empty();
    }
    for (int i = 0; i < source.types().size(); i++) {
      if (!site.operand(i).equals(source.result(i))) {
        return Optional.empty();
      }
    }
    return site.replaceBy(source.operand(0));
  }
}
