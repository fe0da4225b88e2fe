package dev.whittle.cli.hwbench;

import dev.whittle.cli.output.Table;
import dev.whittle.cli.output.Units;
import dev.whittle.passes.Candidate;
import dev.whittle.runtime.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a layer takes at several densities.
 *
 * @param rows by density, least first; with the same kernels
 */
record Densities(ThinnedLayer layer, int batch, List<Row> rows) {
  Densities {
    rows = List.copyOf(rows);
  }

  /**
   * What was measured of a layer at a density.
   *
   * @param dense the kernel that is predicted to be the fastest for dense weights
   * @param best its nanoseconds
   * @param plain nanoseconds of {@code dense} or {@code direct}
   */
  record Row(
      double density,
      Candidate dense,
      double best,
      double plain,
      List<Candidate> sparse,
      double[] nanoseconds,
      double[] predicted) {
    double ratio(int at) {
      return best / nanoseconds[at];
    }
  }

  /** A table, and from which density on each kernel is faster. */
  String text() {
    String best = rows.getFirst().dense().algorithm();
    Table table =
        new Table(
            1,
            "density",
            "kernel",
            "ms",
            "predicted ms",
            best + " ms",
            "times faster",
            "than plain");
    for (Row row : rows) {
      for (int i = 0; i < row.sparse().size(); i++) {
        table.row(
            Units.format("%.2f", row.density()),
            row.sparse().get(i).algorithm(),
            Units.milliseconds(row.nanoseconds()[i]),
            Units.milliseconds(row.predicted()[i]),
            Units.milliseconds(row.best()),
            Units.format("%.2f", row.ratio(i)),
            Units.format("%.2f", row.plain() / row.nanoseconds()[i]));
      }
    }
    StringBuilder text = new StringBuilder(layer.name()).append(", batch ").append(batch);
    text.append('\n').append(table.toString().indent(2));
    breakEven()
        .forEach((algorithm, density) ->
            text.append(
                density > 0
                    ? Units.format(
                        "  %s breaks even with %s at density %.2f\n", algorithm, best, density)
                    : "  %s is never faster than %s\n".formatted(algorithm, best)));
    return text.toString();
  }

  /**
   * For each algorithm the density at which it takes as long as the dense kernel, between measured
   * ones by a straight line; the last density where it is faster there still, 0 where it never is.
   */
  Map<String, Double> breakEven() {
    Map<String, Double> densities = new TreeMap<>();
    for (int i = 0; i < rows.getFirst().sparse().size(); i++) {
      double density = 0;
      for (int at = 0; at < rows.size() && rows.get(at).ratio(i) >= 1; at++) {
        Row row = rows.get(at);
        density = row.density();
        if (at + 1 < rows.size() && rows.get(at + 1).ratio(i) < 1) {
          Row next = rows.get(at + 1);
          double gain = 1 - 1 / row.ratio(i);
          double loss = 1 / next.ratio(i) - 1;
          density += (next.density() - row.density()) * gain / (gain + loss);
        }
      }
      densities.put(rows.getFirst().sparse().get(i).algorithm(), density);
    }
    return densities;
  }

  Json json() {
    List<Json> list = new ArrayList<>();
    for (Row row : rows) {
      for (int i = 0; i < row.sparse().size(); i++) {
        list.add(
            Json.object()
                .put("density", row.density())
                .put("kernel", row.sparse().get(i).algorithm())
                .put("measuredMs", row.nanoseconds()[i] / 1e6)
                .put("predictedMs", row.predicted()[i] / 1e6)
                .put("dense", row.dense().algorithm())
                .put("denseMs", row.best() / 1e6)
                .put("plainMs", row.plain() / 1e6)
                .build());
      }
    }
    Json.Builder even = Json.object();
    breakEven().forEach(even::put);
    return Json.object()
        .put("layer", layer.name())
        .put("breakEven", even.build())
        .put("times", Json.array(list))
        .build();
  }
}
