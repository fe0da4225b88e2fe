package dev.whittle.passes.cost;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Reorder;

/** Tells values that lie among the weights from those that are computed. */
public final class Stored {
  private Stored() {}

  /** True for parameters, constants, and their reorders and views. */
  public static boolean isStored(Graph graph, Node node) {
    return switch (node.op()) {
      case Parameter _, Constant _ -> true;
      case Reorder _ -> isStored(graph, graph.node(node.operand(0)));
      case Lowered lowered ->
          lowered.isView()
              && node.operands().stream().allMatch(v -> isStored(graph, graph.node(v)));
      default -> false;
    };
  }
}
