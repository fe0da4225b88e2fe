package dev.whittle.cli.show;

import dev.whittle.cli.output.Table;
import dev.whittle.cli.output.Units;
import dev.whittle.ir.Graph;
import dev.whittle.ir.MemoryPlan;
import dev.whittle.ir.Node;
import dev.whittle.ir.Placement;
import dev.whittle.ir.Value;
import dev.whittle.runtime.json.Json;
import java.util.ArrayList;
import java.util.List;

/** What a planned network needs at run time: arena, scratch and packed weights apart. */
public final class MemoryReport {
  /** A value in the arena. */
  private record Row(String name, String type, long offset, long bytes) {}

  private final Graph graph;
  private final MemoryPlan plan;
  private final List<Row> rows = new ArrayList<>();

  private MemoryReport(Graph graph) {
    this.graph = graph;
    this.plan = graph.memory().orElseThrow();
  }

  /** The report of a graph whose memory is planned. */
  public static MemoryReport of(Graph graph) {
    MemoryReport report = new MemoryReport(graph);
    for (Node node : graph.nodes()) {
      for (int i = 0; i < node.types().size(); i++) {
        Placement place = report.plan.placements().get(new Value(node.id(), i));
        if (place != null && place.space() == Placement.Space.ARENA) {
          report.rows.add(
              new Row(
                  node.name(),
                  node.types().get(i).toString(),
                  bytes(place.offset()),
                  node.types().get(i).bytes()));
        }
      }
    }
    return report;
  }

  public String text() {
    Table table = new Table(2, "value", "type", "offset", "bytes");
    rows.forEach(row ->
        table.row(row.name(), row.type(), Long.toString(row.offset()), Long.toString(row.bytes())));
    return """
    arena            %10s  activations, for each run in progress
    scratch          %10s  for each thread
    packed weights   %10s  shared by all

    """
            .formatted(
                Units.bytes(bytes(plan.arenaFloats())),
                Units.bytes(bytes(plan.scratchFloats())),
                Units.bytes(bytes(plan.weightsFloats())))
        + table;
  }

  public Json json() {
    return Json.object()
        .put("network", graph.name())
        .put("arenaBytes", bytes(plan.arenaFloats()))
        .put("scratchBytesPerThread", bytes(plan.scratchFloats()))
        .put("packedWeightBytes", bytes(plan.weightsFloats()))
        .put(
            "values",
            Json.array(
                rows.stream()
                    .map(row ->
                        Json.object()
                            .put("name", row.name())
                            .put("type", row.type())
                            .put("offset", row.offset())
                            .put("bytes", row.bytes())
                            .build())
                    .toList()))
        .build();
  }

  private static long bytes(int floats) {
    return (long) Float.BYTES * floats;
  }
}
