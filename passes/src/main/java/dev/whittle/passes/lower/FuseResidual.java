package dev.whittle.passes.lower;

import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Parameter;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code add(op(x…), r) -> op[+ r](x…, r)}: the producing kernel adds the residual before it stores
 * its result. Of two producers that could, the one that runs later does.
 */
public record FuseResidual() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (!(site.op() instanceof Lowered(Add _, _, _, _, List<Epilogue> own))
        || !site.type(0).equals(site.type(1))) {
      return Optional.empty();
    }
    int later = isLater(site, site.operand(0), site.operand(1)) ? 0 : 1;
    return fuse(site, later, own).or(() -> fuse(site, 1 - later, own));
  }

  private static Optional<Patch> fuse(Site site, int into, List<Epilogue> own) {
    Value residual = site.operand(1 - into);
    if (!site.isOnlyUse(site.operand(into)) || isStored(site.graph().node(residual))) {
      return Optional.empty();
    }
    List<Epilogue> more = new ArrayList<>(List.of(new Epilogue.AddOperand()));
    more.addAll(own);
    List<Value> operands = new ArrayList<>(List.of(residual));
    operands.addAll(site.node().operands().subList(2, site.node().operands().size()));
    return Epilogues.extend(site, site.producer(into), more, operands);
  }

  private static boolean isStored(Node node) {
    return node.op() instanceof Parameter || node.op() instanceof Constant;
  }

  private static boolean isLater(Site site, Value one, Value other) {
    for (Node node : site.graph().nodes()) {
      if (node.id() == one.node() || node.id() == other.node()) {
        return node.id() == other.node();
      }
    }
    return false;
  }
}
