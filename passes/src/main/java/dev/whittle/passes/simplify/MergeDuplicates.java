package dev.whittle.passes.simplify;

import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Parameter;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.List;
import java.util.Optional;

/**
 * {@code f(x), f(x) -> f(x)}: of two nodes with the same op on the same operands, the earlier one
 * stays.
 */
public record MergeDuplicates() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    Node node = site.node();
    if (node.op() instanceof Input) {
      return Optional.empty();
    }
    List<Node> rivals =
        node.operands().isEmpty() ? site.graph().nodes() : site.graph().users(site.producer(0));
    Node first = rivals.stream().filter(n -> isTwin(n, node)).findFirst().orElse(node);
    if (first.id() == node.id()) {
      return Optional.empty();
    }
    Patch.Builder patch = site.patch();
    for (int i = 0; i < node.types().size(); i++) {
      patch.replace(node.result(i), first.result(i));
    }
    return Optional.of(patch.build());
  }

  private static boolean isTwin(Node one, Node other) {
    if (one.op() instanceof Parameter first && other.op() instanceof Parameter second) {
      return first.name().equals(second.name());
    }
    return one.op().getClass() == other.op().getClass()
        && one.operands().equals(other.operands())
        && one.op().equals(other.op());
  }
}
