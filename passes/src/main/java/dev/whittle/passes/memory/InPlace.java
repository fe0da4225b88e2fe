package dev.whittle.passes.memory;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Arithmetic;
import dev.whittle.ir.op.Lowered;
import java.util.Collections;
import java.util.List;

/**
 * Lets element by element kernels write where they read, when what they read is not needed any
 * more: activations, arithmetic on an operand of the result's shape, and residuals.
 */
final class InPlace {
  private final Graph graph;
  private final Sharing sharing;
  private final Lifetimes lifetimes;

  private InPlace(Graph graph, Sharing sharing, Lifetimes lifetimes) {
    this.graph = graph;
    this.sharing = sharing;
    this.lifetimes = lifetimes;
  }

  /** Unites operands and results in {@code sharing} as far as the order of nodes allows. */
  static void unite(Graph graph, Sharing sharing, Lifetimes lifetimes) {
    InPlace inPlace = new InPlace(graph, sharing, lifetimes);
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Lowered lowered && sharing.regions().containsKey(node.result(0))) {
        inPlace.unite(node, lowered);
      }
    }
  }

  private void unite(Node node, Lowered lowered) {
    int own = lowered.ownOperands(node.operands().size());
    boolean isElementwise =
        lowered.op() instanceof Activation || lowered.op() instanceof Arithmetic;
    List<Value> operands = node.operands().subList(isElementwise ? 0 : own, node.operands().size());
    for (int i = 0; i < operands.size(); i++) {
      int index = node.operands().size() - operands.size() + i;
      boolean isAlike =
          graph.type(operands.get(i)).equals(node.type())
              && lowered.operandLayouts().get(index).equals(lowered.layout())
              && (isElementwise || Collections.frequency(node.operands(), operands.get(i)) == 1);
      if (isAlike
          && isDead(operands.get(i), node)
          && sharing.unite(operands.get(i), node.value())) {
        return;
      }
    }
  }

  /** True when nothing that overlaps {@code operand} is read at {@code node} or later. */
  private boolean isDead(Value operand, Node node) {
    Region region = sharing.region(operand);
    int now = lifetimes.made(node.value());
    if (region == null || lifetimes.lastRead(operand) > now) {
      return false;
    }
    return region.buffer().members().stream()
        .filter(v -> !v.equals(operand) && lifetimes.made(v) <= now)
        .filter(v -> sharing.region(v).overlaps(region))
        .allMatch(v -> lifetimes.lastRead(v) < now);
  }
}
