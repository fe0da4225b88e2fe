package dev.whittle.cli.show;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Reorder;

/** A graph in Graphviz' language: computing nodes are boxes, edges carry the tensors' types. */
public final class Dot {
  private Dot() {}

  public static String of(Graph graph) {
    StringBuilder text = new StringBuilder("digraph ").append(quote(graph.name())).append(" {\n");
    text.append("  node [shape=box, fontname=\"sans-serif\"];\n");
    text.append("  edge [fontname=\"sans-serif\", fontsize=10];\n");
    for (Node node : graph.nodes()) {
      if (!isStored(graph, node)) {
        text.append("  n%d [%s];\n".formatted(node.id(), style(node)));
        for (Value operand : node.operands()) {
          if (!isStored(graph, graph.node(operand))) {
            String type = graph.type(operand).toString();
            text.append(
                "  n%d -> n%d [label=%s];\n".formatted(operand.node(), node.id(), quote(type)));
          }
        }
      }
    }
    for (Output output : graph.outputs()) {
      text.append(
          "  %s [shape=oval];\n  n%d -> %1$s [label=%s];\n"
              .formatted(
                  quote("output " + output.name()),
                  output.value().node(),
                  quote(graph.type(output.value()).toString())));
    }
    return text.append("}\n").toString();
  }

  private static String style(Node node) {
    String label = quote(node.name() + "\n" + what(node.op()));
    return node.op() instanceof Input ? "label=" + label + ", shape=oval" : "label=" + label;
  }

  private static String what(Op op) {
    return switch (op) {
      case Lowered lowered -> lowered.op().operator() + " · " + lowered.algorithm();
      case Op other -> other.operator();
    };
  }

  private static boolean isStored(Graph graph, Node node) {
    return node.op() instanceof Parameter
        || node.op() instanceof Constant
        || node.op() instanceof Reorder && isStored(graph, graph.node(node.operand(0)));
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
