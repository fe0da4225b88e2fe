package dev.whittle.passes.simplify;

import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Concat;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code concat(a, concat(b, c)) -> concat(a, b, c)} along one axis, when nothing else reads the
 * inner one.
 */
public record MergeConcats() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof Concat concat)) {
      return Optional.empty();
    }
    int rank = site.node().type().rank();
    List<Value> operands = new ArrayList<>();
    for (Value operand : site.node().operands()) {
      Node producer = site.graph().node(operand);
      boolean isMergeable =
          producer.op() instanceof Concat inner
              && Math.floorMod(inner.axis(), rank) == Math.floorMod(concat.axis(), rank)
              && site.isOnlyUse(operand);
      operands.addAll(isMergeable ? producer.operands() : List.of(operand));
    }
    return operands.size() == site.node().operands().size()
        ? Optional.empty()
        : site.replaceBy(concat, operands.toArray(Value[]::new));
  }
}
