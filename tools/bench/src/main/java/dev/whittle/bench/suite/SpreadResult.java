package dev.whittle.bench.suite;

import dev.whittle.cli.output.Units;
import dev.whittle.cli.suite.Suites.Report;
import dev.whittle.cli.suite.Suites.Request;
import dev.whittle.runtime.json.Json;
import java.util.ArrayList;
import java.util.List;

/** How far apart fresh virtual machines are. */
record SpreadResult(Request request, List<Spread> cases) implements Report {
  @Override
  public Json json() {
    return Json.object()
        .put("suite", request.suite())
        .put("threads", request.threads())
        .put("batch", request.batch())
        .put("jvms", request.jvms().orElseThrow())
        .put("cases", Json.array(cases.stream().map(Spread::json).toList()))
        .build();
  }

  @Override
  public String text() {
    return heading() + "\n\n" + Column.text(columns(), cases);
  }

  @Override
  public String markdown() {
    return "\n" + heading() + ".\n\n" + Column.markdown(columns(), cases) + "\n";
  }

  @Override
  public List<String> problems() {
    return List.of();
  }

  private String heading() {
    return "%s, batch %d, %s, %d fresh JVMs for each collector"
        .formatted(
            request.suite(),
            request.batch(),
            Units.plural(request.threads(), "thread"),
            request.jvms().orElseThrow());
  }

  private List<Column<Spread>> columns() {
    List<Column<Spread>> columns = new ArrayList<>();
    columns.add(new Column<>("case", Spread::name, "worst"));
    for (Collector collector : Collector.values()) {
      String title = collector == Collector.G1 ? "G1" : "parallel";
      double worst = cases.stream().mapToDouble(c -> c.worstToBest(collector)).max().orElse(1);
      columns.add(new Column<>(title + ": x P", c -> Units.format("%.2f", c.median(collector))));
      columns.add(
          new Column<>(
              title + ": worst to best",
              c -> Units.format("%.2f", c.worstToBest(collector)),
              Units.format("%.2f", worst)));
    }
    return columns;
  }
}
