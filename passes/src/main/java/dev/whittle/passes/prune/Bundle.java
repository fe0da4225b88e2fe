package dev.whittle.passes.prune;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Layers some of whose outputs can only go together, as those that a sum joins; most often a single
 * one.
 *
 * @param layers by name, in the graph's order
 * @param units all outputs of the layers, each in one unit
 */
record Bundle(List<String> layers, List<Unit> units) {
  Bundle {
    layers = List.copyOf(layers);
    units = List.copyOf(units);
  }

  /**
   * Outputs that go together.
   *
   * @param set their number among {@link ChannelSets}
   * @param hold why they cannot go; nothing when they can
   */
  record Unit(int set, List<Filter> filters, Optional<String> hold) {
    Unit {
      filters = List.copyOf(filters);
    }
  }

  /** An output of a layer. */
  record Filter(String layer, int index) {}

  /** The bundles with a layer that is wanted, in the graph's order. */
  static List<Bundle> of(ChannelSets sets, Predicate<Node> isWanted) {
    Graph graph = sets.graph();
    Map<Integer, List<Filter>> filters = new LinkedHashMap<>();
    Map<String, Set<Integer>> numbers = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      for (int i = 0; isMaker(graph, node) && i < sets.channels(node.value()); i++) {
        int set = sets.set(node.value(), i);
        filters.computeIfAbsent(set, _ -> new ArrayList<>()).add(new Filter(node.name(), i));
        numbers.computeIfAbsent(node.name(), _ -> new LinkedHashSet<>()).add(set);
      }
    }
    List<Bundle> bundles = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (String first : numbers.keySet()) {
      if (!seen.contains(first)) {
        Set<Integer> together = together(first, filters, numbers);
        List<Unit> units =
            together.stream().map(set -> unit(set, filters.get(set), sets, isWanted)).toList();
        List<String> layers =
            numbers.keySet().stream()
                .filter(name -> together.containsAll(numbers.get(name)))
                .toList();
        seen.addAll(layers);
        if (layers.stream().anyMatch(name -> isWanted.test(graph.find(name).orElseThrow()))) {
          bundles.add(new Bundle(layers, units));
        }
      }
    }
    return bundles;
  }

  /** Whether {@code node} makes channels of all those of its group, and not each of one. */
  static boolean isMaker(Graph graph, Node node) {
    return node.op() instanceof Dense
        || node.op() instanceof Conv conv
            && (conv.groups() == 1 || conv.groups() < graph.type(node.operand(0)).shape().size(1));
  }

  private static Set<Integer> together(
      String first, Map<Integer, List<Filter>> filters, Map<String, Set<Integer>> numbers) {
    Set<Integer> together = new LinkedHashSet<>();
    List<String> pending = new ArrayList<>(List.of(first));
    Set<String> seen = new LinkedHashSet<>(pending);
    while (!pending.isEmpty()) {
      for (int set : numbers.get(pending.removeLast())) {
        if (together.add(set)) {
          filters.get(set).stream().map(Filter::layer).filter(seen::add).forEach(pending::add);
        }
      }
    }
    return together;
  }

  private static Unit unit(
      int set, List<Filter> filters, ChannelSets sets, Predicate<Node> isWanted) {
    Optional<String> other =
        filters.stream()
            .map(Filter::layer)
            .filter(name -> !isWanted.test(sets.graph().find(name).orElseThrow()))
            .findFirst();
    return new Unit(
        set,
        filters,
        sets.hold(set)
            .or(() ->
                other.map("its channels go with those of %s, which is not selected"::formatted)));
  }

  /** The outputs of the layer that has most of them. */
  int outputs() {
    return layers.stream().mapToInt(layer -> of(layer, units).length).max().orElseThrow();
  }

  /** Whether some of the outputs can go. */
  boolean isFree() {
    return units.stream().anyMatch(unit -> unit.hold().isEmpty());
  }

  /** Outputs of {@code layer} among {@code some}, in order. */
  static int[] of(String layer, List<Unit> some) {
    return some.stream()
        .flatMap(unit -> unit.filters().stream())
        .filter(filter -> filter.layer().equals(layer))
        .mapToInt(Filter::index)
        .sorted()
        .toArray();
  }

  /** The sets of units in what the network has become, where the layers are under their names. */
  static Set<Integer> sets(List<Unit> some, ChannelSets now) {
    Set<Integer> sets = new LinkedHashSet<>();
    for (Unit unit : some) {
      for (Filter filter : unit.filters()) {
        Node layer = now.graph().find(filter.layer()).orElseThrow();
        sets.add(now.set(layer.value(), filter.index()));
      }
    }
    return sets;
  }
}
