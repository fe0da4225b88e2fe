package dev.whittle.cli.show;

import dev.whittle.cli.output.Units;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.passes.pipeline.Size;
import dev.whittle.runtime.json.Json;
import java.util.stream.Collectors;

/**
 * A network in a line: what goes in, what comes out, how large it is. Parameters are trained
 * numbers; means and variances of batch normalisation are counted apart, as papers do.
 */
public final class Summary {
  private Summary() {}

  public static String text(Graph graph) {
    Size size = Size.of(graph);
    String inputs =
        graph.inputs().stream()
            .map(node -> node.name() + ": " + node.type())
            .collect(Collectors.joining(", "));
    String outputs =
        graph.outputs().stream()
            .map(output -> output.name() + ": " + graph.type(output.value()))
            .collect(Collectors.joining(", "));
    long statistics = statistics(graph);
    String more = statistics == 0 ? "" : ", %s statistics".formatted(Units.count(statistics));
    return "%s(%s) -> %s%n  %d nodes, %s parameters%s, %s multiply-adds for one picture%n"
        .formatted(
            graph.name(),
            inputs,
            outputs,
            size.nodes(),
            Units.count(size.parameters() - statistics),
            more,
            Units.count(size.cost().macs()));
  }

  public static Json json(Graph graph) {
    Size size = Size.of(graph);
    return Json.object()
        .put("network", graph.name())
        .put("inputs", Json.array(graph.inputs().stream().map(Summary::json).toList()))
        .put("outputs", Json.array(graph.outputs().stream().map(o -> json(graph, o)).toList()))
        .put("nodes", size.nodes())
        .put("parameters", size.parameters() - statistics(graph))
        .put("statistics", statistics(graph))
        .put("macs", size.cost().macs())
        .build();
  }

  private static long statistics(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.op() instanceof BatchNorm)
        .flatMap(node -> node.operands().subList(3, 5).stream())
        .distinct()
        .mapToLong(value -> graph.type(value).shape().elementCount())
        .sum();
  }

  private static Json json(Node input) {
    return Json.object().put("name", input.name()).put("type", input.type().toString()).build();
  }

  private static Json json(Graph graph, Output output) {
    return Json.object()
        .put("name", output.name())
        .put("type", graph.type(output.value()).toString())
        .build();
  }
}
