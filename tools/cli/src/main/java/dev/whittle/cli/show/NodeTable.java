package dev.whittle.cli.show;

import dev.whittle.cli.output.Table;
import dev.whittle.cli.output.Units;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Span;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Reorder;
import dev.whittle.passes.Operators;
import dev.whittle.passes.cost.Cost;
import dev.whittle.passes.cost.Costs;
import dev.whittle.runtime.json.Json;
import java.util.ArrayList;
import java.util.List;

/** The computing nodes of a graph; a symbolic batch counts as one picture. */
public final class NodeTable {
  /** A node with its costs. */
  private record Row(
      String name, String what, String type, long parameters, long macs, String source) {}

  private final Graph graph;
  private final List<Row> rows = new ArrayList<>();

  private NodeTable(Graph graph) {
    this.graph = graph;
  }

  public static NodeTable of(Graph graph) {
    Graph bound = graph.bindAll(1);
    NodeTable table = new NodeTable(graph);
    for (Node node : graph.nodes()) {
      if (!isStored(graph, node)) {
        table.rows.add(row(graph, node, Costs.of(bound, bound.node(node.id()))));
      }
    }
    return table;
  }

  public String text() {
    Table table = new Table(4, "node", "operator", "result", "source", "parameters", "MACs");
    long parameters = 0;
    long macs = 0;
    for (Row row : rows) {
      table.row(
          row.name(),
          row.what(),
          row.type(),
          row.source(),
          blankOrCount(row.parameters()),
          blankOrCount(row.macs()));
      parameters += row.parameters();
      macs += row.macs();
    }
    table.row("total", "", "", "", Units.count(parameters), Units.count(macs));
    return table.toString();
  }

  public Json json() {
    return Json.object()
        .put("network", graph.name())
        .put(
            "nodes",
            Json.array(
                rows.stream()
                    .map(row ->
                        Json.object()
                            .put("name", row.name())
                            .put("operator", row.what())
                            .put("type", row.type())
                            .put("parameters", row.parameters())
                            .put("macs", row.macs())
                            .put("source", row.source())
                            .build())
                    .toList()))
        .build();
  }

  private static Row row(Graph graph, Node node, Cost cost) {
    Span span = node.origin().span();
    String file = span.file().substring(span.file().lastIndexOf('/') + 1);
    return new Row(
        node.name(),
        Operators.chosen(node.op()),
        node.type().toString(),
        node.operands().stream().mapToLong(operand -> stored(graph, operand)).sum(),
        cost.macs(),
        span.line() > 0 ? file + ":" + span.line() : "");
  }

  private static long stored(Graph graph, Value operand) {
    return isStored(graph, graph.node(operand)) ? graph.type(operand).shape().elementCount() : 0;
  }

  private static boolean isStored(Graph graph, Node node) {
    return node.op() instanceof Parameter
        || node.op() instanceof Constant
        || node.op() instanceof Reorder && isStored(graph, graph.node(node.operand(0)));
  }

  private static String blankOrCount(long count) {
    return count == 0 ? "" : Units.count(count);
  }
}
