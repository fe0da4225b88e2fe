package dev.whittle.cli.hwbench;

import dev.whittle.cli.option.Output;
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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * From which share of zeros on kernels that leave them out are faster: each against the kernel that
 * would be chosen for dense weights and against the plain one, in turns; the least time of each
 * counts.
 */
public final class BreakEven {
  private static final List<Double> DENSITIES = List.of(0.02, 0.08, 0.15, 0.25, 0.5);

  private final int batch;
  private final Target target;
  private final Pace pace;
  private final Contest contest;

  /**
   * @param pace how long each layer is measured at each density
   */
  public BreakEven(int batch, Target target, Pace pace) {
    this.batch = batch;
    this.target = target;
    this.pace = pace;
    this.contest = new Contest(target, new Schedules(), new CompilingExecutor());
  }

  /** Measures and reports. */
  public void run(Output output) {
    List<Json> layers = new ArrayList<>();
    for (ThinnedLayer layer : ThinnedLayer.ALL) {
      Densities densities = measure(layer);
      if (output.isJson()) {
        layers.add(densities.json());
      } else {
        output.print(densities.text() + "\n");
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

  Densities measure(ThinnedLayer layer) {
    Graph graph = layer.graph(batch);
    List<Candidate> dense = ThinnedLayer.dense(graph, target);
    Candidate best = Collections.min(dense, Comparator.comparingDouble(c -> predicted(graph, c)));
    List<Densities.Row> rows = new ArrayList<>();
    for (double density : DENSITIES) {
      List<Candidate> sparse = ThinnedLayer.sparse(graph, density, target);
      List<Candidate> all = new ArrayList<>(sparse);
      all.add(best);
      all.add(plain(dense));
      double[] times = times(graph, all);
      int count = sparse.size();
      double[] predicted = sparse.stream().mapToDouble(c -> predicted(graph, c)).toArray();
      rows.add(
          new Densities.Row(
              density,
              best,
              times[count],
              times[count + 1],
              sparse,
              Arrays.copyOf(times, count),
              predicted));
    }
    return new Densities(layer, batch, rows);
  }

  private static Candidate plain(List<Candidate> dense) {
    return dense.stream()
        .filter(c -> c.algorithm().equals("direct"))
        .findFirst()
        .orElse(dense.getFirst());
  }

  private double[] times(Graph graph, List<Candidate> candidates) {
    return contest.least(
        candidates.stream()
            .map(c -> Contestants.kernel(graph, ThinnedLayer.node(graph), c))
            .toList(),
        pace);
  }

  private double predicted(Graph graph, Candidate candidate) {
    return TimeModel.shipped().kernel(graph, ThinnedLayer.node(graph), candidate, target);
  }
}
