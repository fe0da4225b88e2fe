package dev.whittle.passes.memory;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Input;
import dev.whittle.passes.cost.Stored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Orders of execution worth planning for. */
final class Schedules {
  private final Graph graph;
  private final Map<Integer, Integer> positions = new HashMap<>();
  private final Map<Integer, Integer> waiting = new HashMap<>();
  private final Map<Value, Integer> readers = new HashMap<>();

  private Schedules(Graph graph) {
    this.graph = graph;
    for (Node node : graph.nodes()) {
      positions.put(node.id(), positions.size());
      Set<Integer> producers = new HashSet<>();
      node.operands().forEach(v -> producers.add(v.node()));
      waiting.put(node.id(), producers.size());
      new HashSet<>(node.operands()).forEach(v -> readers.merge(v, 1, Integer::sum));
    }
    graph.outputs().forEach(o -> readers.merge(o.value(), 1, Integer::sum));
  }

  /**
   * The order the graph has, one that always runs the node that leaves the least alive, and one
   * that finishes branch by branch.
   */
  static List<Graph> of(Graph graph) {
    List<Graph> orders = new ArrayList<>(List.of(graph));
    for (List<Node> order : List.of(new Schedules(graph).frugal(), DeepestFirst.order(graph))) {
      if (orders.stream().noneMatch(o -> o.nodes().equals(order))) {
        orders.add(graph.reorder(order));
      }
    }
    return orders;
  }

  private List<Node> frugal() {
    Comparator<Node> byPosition = Comparator.comparingInt(n -> positions.get(n.id()));
    TreeSet<Node> ready = new TreeSet<>(byPosition);
    graph.nodes().stream().filter(n -> waiting.get(n.id()) == 0).forEach(ready::add);
    List<Node> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      Node next =
          ready.stream()
              .min(Comparator.<Node>comparingLong(this::growth).thenComparing(byPosition))
              .orElseThrow();
      ready.remove(next);
      order.add(next);
      new HashSet<>(next.operands()).forEach(v -> readers.merge(v, -1, Integer::sum));
      for (Node user : graph.users(next)) {
        if (waiting.merge(user.id(), -1, Integer::sum) == 0) {
          ready.add(user);
        }
      }
    }
    return order;
  }

  /** By how many bytes running {@code node} next changes what is alive. */
  private long growth(Node node) {
    if (node.op() instanceof Input || Stored.isStored(graph, node)) {
      return Long.MIN_VALUE;
    }
    long growth = node.types().stream().mapToLong(t -> t.bytes()).sum();
    for (Value operand : new HashSet<>(node.operands())) {
      boolean isComputed = !Stored.isStored(graph, graph.node(operand));
      if (isComputed && readers.get(operand) == 1) {
        growth -= graph.type(operand).bytes();
      }
    }
    return growth;
  }
}
