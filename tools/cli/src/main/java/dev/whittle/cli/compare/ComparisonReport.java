package dev.whittle.cli.compare;

import dev.whittle.cli.compare.NetworkComparison.Nodes;
import dev.whittle.cli.output.Table;
import dev.whittle.cli.output.Units;
import dev.whittle.ir.Node;
import dev.whittle.passes.ledger.Layers;
import dev.whittle.runtime.json.Json;

/** Tells people and programs what came of a comparison. */
public final class ComparisonReport {
  private static final String NUMBER = "%.2e";

  private ComparisonReport() {}

  /** A table of the outputs, and where the networks part. */
  public static String text(NetworkComparison comparison) {
    Table table =
        new Table(1, "output", "largest", "mean", "mean logit", "relative", "same first answer");
    for (OutputDifference output : comparison.outputs()) {
      table.row(
          output.name(),
          number(output.largest()),
          number(output.mean()),
          output.meanLogit().isPresent() ? number(output.meanLogit().getAsDouble()) : "",
          number(output.relative()),
          output.agreement());
    }
    return "%s and %s, %s%n%s"
            .formatted(comparison.first(), comparison.second(), comparison.data(), table)
        + comparison
            .nodes()
            .map(nodes -> text(nodes, comparison.tolerance()))
            .orElse("they agree within " + number(comparison.tolerance()) + "\n");
  }

  private static String text(Nodes nodes, double tolerance) {
    String title = "they differ by more than " + number(tolerance) + "\n";
    return title + nodes.first().map(ComparisonReport::text).orElse(reason(nodes) + "\n");
  }

  private static String text(NodeDifference difference) {
    Node node = difference.node();
    String share =
        Double.isFinite(difference.relative())
            ? ", " + number(difference.relative()) + " of the largest"
            : "";
    String place = Layers.place(node.origin().span());
    return "first at the node %s, %s%s: element %d is %s and %s%s%n"
        .formatted(
            node.name(),
            node.op().operator(),
            place.isEmpty() ? "" : ", " + place,
            difference.index(),
            difference.first(),
            difference.second(),
            share);
  }

  private static String reason(Nodes nodes) {
    if (!nodes.isEvaluated()) {
      return "the network is too large for the reference evaluator, which would find the node";
    }
    return nodes.pairs() == 0
        ? "no value of one stands for a value of the other"
        : "no value differs on the reference evaluator (%s in both): the code does"
            .formatted(Units.plural(nodes.pairs(), "value"));
  }

  /** The same as JSON; a number that is infinite is null. */
  public static Json json(NetworkComparison comparison) {
    Json.Builder json =
        Json.object()
            .put("first", comparison.first())
            .put("second", comparison.second())
            .put("data", comparison.data())
            .put("items", comparison.items())
            .put("tolerance", comparison.tolerance())
            .put("agree", comparison.agrees())
            .put(
                "outputs",
                Json.array(comparison.outputs().stream().map(OutputDifference::json).toList()));
    comparison
        .nodes()
        .ifPresent(nodes -> {
          json.put("pairs", nodes.pairs());
          nodes
              .first()
              .ifPresentOrElse(
                  difference -> json.put("node", json(difference)),
                  () -> json.put("reason", reason(nodes)));
        });
    return json.build();
  }

  private static Json json(NodeDifference difference) {
    Node node = difference.node();
    return Json.object()
        .put("name", node.name())
        .put("operator", node.op().operator())
        .put("source", Layers.place(node.origin().span()))
        .put("index", difference.index())
        .put("first", (double) difference.first())
        .put("second", (double) difference.second())
        .put("relative", difference.relative())
        .build();
  }

  private static String number(double value) {
    return Units.format(NUMBER, value);
  }
}
