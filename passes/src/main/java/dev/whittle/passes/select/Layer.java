package dev.whittle.passes.select;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Expanded;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Reorder;
import dev.whittle.passes.cost.Costs;
import dev.whittle.passes.cost.Stored;
import java.util.List;

/**
 * A node that computes, as selectors see it.
 *
 * @param op the operator, without the wrapper of lowered graphs
 * @param isDepthwise a convolution of each channel on its own
 * @param parameters elements of its weights and bias
 * @param macs multiply-adds for one picture
 */
record Layer(String name, Op op, boolean isDepthwise, long parameters, long macs) {
  /** The layers of a graph in its order; symbolic sizes count as 1. */
  static List<Layer> of(Graph graph) {
    Graph bound = graph.bindAll(1);
    return bound.nodes().stream().filter(Layer::computes).map(n -> of(bound, n)).toList();
  }

  private static boolean computes(Node node) {
    return switch (node.op()) {
      case Input _, Parameter _, Constant _, Reorder _ -> false;
      default -> true;
    };
  }

  private static Layer of(Graph graph, Node node) {
    Op op = node.op() instanceof Lowered lowered ? lowered.op() : node.op();
    long parameters =
        node.operands().stream()
            .filter(v -> Stored.isStored(graph, graph.node(v)))
            .mapToLong(v -> graph.type(v).shape().elementCount())
            .sum();
    boolean isDepthwise =
        op instanceof Conv conv
            && conv.groups() > 1
            && conv.groups() == graph.type(node.operand(0)).shape().size(1);
    return new Layer(node.name(), op, isDepthwise, parameters, macs(graph, node, op));
  }

  private static long macs(Graph graph, Node node, Op op) {
    boolean isLayer = op instanceof Conv || op instanceof Expanded || op instanceof Dense;
    int batch = isLayer ? node.type().shape().size(0) : 1;
    return isLayer && batch > 0 ? Costs.of(graph, node).macs() / batch : 0;
  }
}
