package dev.whittle.cli.hwbench;

import dev.whittle.cli.option.Output;
import dev.whittle.cli.output.Table;
import dev.whittle.cli.output.Units;
import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Graph;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.passes.cost.TimeModel;
import dev.whittle.passes.times.Contest;
import dev.whittle.passes.times.Contestants;
import dev.whittle.passes.times.Pace;
import dev.whittle.runtime.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * From which share of zeros on kernels that leave them out are faster: each against the fastest
 * kernel for dense weights and against the plain one, in turns.
 */
public final class BreakEven {
  private static final List<Double> DENSITIES = List.of(0.02, 0.05, 0.08, 0.15, 0.25, 0.35, 0.5);

  private final int batch;
  private final Target target;
  private final Pace pace;
  private final Output output;
  private final Contest contest;

  /**
   * @param pace how long each layer is measured at each density
   */
  public BreakEven(int batch, Target target, Pace pace, Output output) {
    this.batch = batch;
    this.target = target;
    this.pace = pace;
    this.output = output;
    this.contest = new Contest(target, new Schedules(), new CompilingExecutor());
  }

  /**
   * What was measured of a layer at a density.
   *
   * @param dense the fastest kernel for dense weights, and its nanoseconds
   * @param plain nanoseconds of {@code dense} or {@code direct}
   */
  private record Row(
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

  /** Measures and reports. */
  public void run() {
    List<Json> layers = new ArrayList<>();
    for (ThinnedLayer layer : ThinnedLayer.ALL) {
      List<Row> rows = measure(layer);
      if (output.isJson()) {
        layers.add(json(layer, rows));
      } else {
        output.print(text(layer, rows) + "\n");
      }
    }
    if (output.isJson()) {
      output.print(
          Json.object()
              .put("lanes", target.lanes())
              .put("threads", target.threads())
              .put("batch", batch)
              .put("layers", Json.array(layers))
              .build());
    }
  }

  private List<Row> measure(ThinnedLayer layer) {
    Graph graph = layer.graph(batch);
    List<Candidate> dense = ThinnedLayer.dense(graph, target);
    double[] first = times(graph, dense);
    Candidate best = dense.get(least(first));
    List<Row> rows = new ArrayList<>();
    for (double density : DENSITIES) {
      List<Candidate> sparse = ThinnedLayer.sparse(graph, density, target);
      List<Candidate> all = new ArrayList<>(sparse);
      all.add(best);
      all.add(plain(dense));
      double[] times = times(graph, all);
      int count = sparse.size();
      double[] predicted =
          sparse.stream()
              .mapToDouble(
                  c -> TimeModel.shipped().kernel(graph, ThinnedLayer.node(graph), c, target))
              .toArray();
      rows.add(
          new Row(
              density,
              best,
              times[count],
              times[count + 1],
              sparse,
              Arrays.copyOf(times, count),
              predicted));
    }
    return rows;
  }

  private static Candidate plain(List<Candidate> dense) {
    return dense.stream()
        .filter(c -> c.algorithm().equals("direct"))
        .findFirst()
        .orElse(dense.getFirst());
  }

  private double[] times(Graph graph, List<Candidate> candidates) {
    return contest.run(
        candidates.stream()
            .map(c -> Contestants.kernel(graph, ThinnedLayer.node(graph), c))
            .toList(),
        pace);
  }

  private static int least(double... times) {
    int least = 0;
    for (int i = 1; i < times.length; i++) {
      least = times[i] < times[least] ? i : least;
    }
    return least;
  }

  private String text(ThinnedLayer layer, List<Row> rows) {
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
            "%.2f".formatted(row.density()),
            row.sparse().get(i).algorithm(),
            Units.milliseconds(row.nanoseconds()[i]),
            Units.milliseconds(row.predicted()[i]),
            Units.milliseconds(row.best()),
            "%.2f".formatted(row.ratio(i)),
            "%.2f".formatted(row.plain() / row.nanoseconds()[i]));
      }
    }
    StringBuilder text = new StringBuilder(layer.name()).append(", batch ").append(batch);
    text.append('\n').append(table.toString().indent(2));
    breakEven(rows)
        .forEach((algorithm, density) ->
            text.append(
                density > 0
                    ? "  %s breaks even with %s at density %.2f%n"
                        .formatted(algorithm, best, density)
                    : "  %s is never faster than %s%n".formatted(algorithm, best)));
    return text.toString();
  }

  /**
   * For each algorithm the density at which it takes as long as the dense kernel, between measured
   * ones by a straight line; the last density where it is faster there still, 0 where it never is.
   */
  private static Map<String, Double> breakEven(List<Row> rows) {
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

  private static Json json(ThinnedLayer layer, List<Row> rows) {
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
    breakEven(rows).forEach(even::put);
    return Json.object()
        .put("layer", layer.name())
        .put("breakEven", even.build())
        .put("times", Json.array(list))
        .build();
  }
}
