package dev.whittle.passes.calibrate;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Value;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.ledger.Watcher;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How far values move while a network is rewritten. The network's stages run in lock-step, item
 * after item; beside their weights only the values of one item are in memory.
 */
public final class Deviations {
  /** More items would hardly change a mean over all places of a map. */
  private static final int MOST = 20;

  private final List<Graph> stages;
  private final List<Map<String, Sum>> sums = new ArrayList<>();

  private Deviations(List<Graph> stages, List<Set<String>> names) {
    this.stages = stages;
    for (int i = 0; i + 1 < stages.size(); i++) {
      Map<String, Sum> here = new LinkedHashMap<>();
      for (String name : names.get(i)) {
        if (hasBoth(stages.get(i), stages.get(i + 1), name)) {
          here.put(name, new Sum());
        }
      }
      sums.add(here);
    }
  }

  /** How many items of so many are looked at. */
  public static int items(int count) {
    return Math.min(count, MOST);
  }

  /**
   * For each stage but the last, how far values are from those in the next stage: {@code ‖y − ŷ‖ /
   * ‖y‖} over some of the items, spread evenly. Values that have another type there, that are all 0
   * here and not there, or that are no finite numbers here, are left out; infinite where they are
   * none there alone.
   *
   * @param stages portable, their sizes bound
   * @param names for each stage but the last, the nodes whose single results are compared
   */
  public static List<Map<String, Double>> of(
      List<Graph> stages,
      List<Set<String>> names,
      Data data,
      PassContext context,
      Watcher watcher) {
    Deviations deviations = new Deviations(stages, names);
    deviations.run(data, context, watcher);
    return deviations.sums.stream().map(Deviations::errors).toList();
  }

  private static boolean hasBoth(Graph stage, Graph next, String name) {
    return stage.find(name).isPresent()
        && next.find(name).isPresent()
        && stage.find(name).get().types().equals(next.find(name).get().types());
  }

  private void run(Data data, PassContext context, Watcher watcher) {
    Map<Integer, Tapped> networks = new HashMap<>();
    try {
      for (int i = 0; i < stages.size(); i++) {
        Map<String, Value> taps = taps(i);
        if (!taps.isEmpty()) {
          networks.put(i, new Tapped(Tapped.of(stages.get(i), taps, Set.of()), context));
        }
      }
      int items = networks.isEmpty() ? 0 : items(data.count());
      Runnable step = watcher.begin("comparing layers", items);
      for (int i = 0; i < items; i++) {
        add(data.inputs().apply((int) ((long) i * data.count() / items)), networks);
        step.run();
      }
    } finally {
      networks.values().forEach(Tapped::close);
    }
  }

  /** What is looked at in a stage, for the stage before it and for the next one. */
  private Map<String, Value> taps(int stage) {
    Set<String> names = new HashSet<>();
    if (stage > 0) {
      names.addAll(sums.get(stage - 1).keySet());
    }
    if (stage < sums.size()) {
      names.addAll(sums.get(stage).keySet());
    }
    Map<String, Value> taps = new LinkedHashMap<>();
    for (Node node : stages.get(stage).nodes()) {
      if (names.contains(node.name())) {
        taps.put(node.name(), node.value());
      }
    }
    return taps;
  }

  private void add(Map<String, Tensor> inputs, Map<Integer, Tapped> networks) {
    Map<String, Tensor> last = Map.of();
    for (int i = 0; i < stages.size(); i++) {
      Map<String, Tensor> values = networks.containsKey(i) ? networks.get(i).run(inputs) : Map.of();
      if (i > 0) {
        for (Map.Entry<String, Sum> entry : sums.get(i - 1).entrySet()) {
          entry.getValue().add(last.get(entry.getKey()), values.get(entry.getKey()));
        }
      }
      last = values;
    }
  }

  private static Map<String, Double> errors(Map<String, Sum> sums) {
    Map<String, Double> errors = new HashMap<>();
    sums.forEach((name, sum) -> sum.error().ifPresent(error -> errors.put(name, error)));
    return errors;
  }

  /** Sums over all elements of one value. */
  private static final class Sum {
    private double all;
    private double moved;

    void add(Tensor expected, Tensor actual) {
      float[] y = expected.floats();
      float[] other = actual.floats();
      for (int i = 0; i < y.length; i++) {
        all += (double) y[i] * y[i];
        moved += Math.pow((double) y[i] - other[i], 2);
      }
    }

    OptionalDouble error() {
      if (!Double.isFinite(all) || all == 0 && moved != 0) {
        return OptionalDouble.empty();
      }
      double error = moved == 0 ? 0 : Math.sqrt(moved / all);
      return OptionalDouble.of(Double.isFinite(error) ? error : Double.POSITIVE_INFINITY);
    }
  }
}
