package dev.whittle.tests.passes;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Reorder;
import java.util.stream.Collectors;

/** Graphs as text for golden tests: one line for each node that computes. */
public final class Rendering {
  private Rendering() {}

  public static String of(Graph graph) {
    StringBuilder text = new StringBuilder();
    for (Node node : graph.nodes()) {
      if (!(node.op() instanceof Parameter || node.op() instanceof Constant)) {
        text.append("%s = %s(%s)".formatted(node.name(), op(node), operands(graph, node)));
        text.append(place(graph, node.result(0))).append('\n');
      }
    }
    graph
        .outputs()
        .forEach(o -> text.append("output %s = %s%n".formatted(o.name(), name(graph, o.value()))));
    return text.toString();
  }

  private static String op(Node node) {
    return switch (node.op()) {
      case Lowered l -> {
        String epilogue = l.epilogue().isEmpty() ? "" : " " + l.epilogue();
        yield l.op().operator() + "." + l.algorithm() + "." + l.layout() + epilogue;
      }
      case Reorder r -> "reorder." + r.to();
      default -> node.op().toString();
    };
  }

  private static String operands(Graph graph, Node node) {
    return node.operands().stream().map(v -> name(graph, v)).collect(Collectors.joining(", "));
  }

  private static String name(Graph graph, Value value) {
    Node node = graph.node(value);
    return node.types().size() == 1 ? node.name() : node.name() + "#" + value.index();
  }

  private static String place(Graph graph, Value value) {
    return graph
        .memory()
        .map(m -> m.placements().get(value))
        .map(p -> " @" + p.space() + " " + p.offset() + " / " + p.batchStride())
        .orElse("");
  }
}
