package dev.whittle.passes.memory;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.passes.cost.Stored;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order that finishes one branch before it begins the next, the branch that needs the most room
 * on its way first (Sethi and Ullman, 1970, with tensors for registers). What several nodes read
 * counts as there already.
 */
final class DeepestFirst {
  /** What a branch needs at its height, and what is left of it in the end, in bytes. */
  private record Need(long peak, long rest) {
    static final Need NOTHING = new Need(0, 0);

    long excess() {
      return peak - rest;
    }
  }

  private final Graph graph;
  private final Map<Integer, Need> needs = new HashMap<>();
  private final Map<Integer, List<Node>> producers = new HashMap<>();

  private DeepestFirst(Graph graph) {
    this.graph = graph;
    graph.nodes().forEach(this::measure);
  }

  static List<Node> order(Graph graph) {
    return new DeepestFirst(graph).walk();
  }

  private void measure(Node node) {
    List<Node> sorted = new ArrayList<>();
    for (Value operand : node.operands()) {
      Node producer = graph.node(operand);
      if (!sorted.contains(producer)) {
        sorted.add(producer);
      }
    }
    sorted.sort(Comparator.<Node>comparingLong(n -> branch(n).excess()).reversed());
    producers.put(node.id(), sorted);
    long held = 0;
    long peak = 0;
    for (Node producer : sorted) {
      peak = Math.max(peak, held + branch(producer).peak());
      held += branch(producer).rest();
    }
    long made = node.types().stream().mapToLong(TensorType::bytes).sum();
    boolean isStored = Stored.isStored(graph, node);
    needs.put(node.id(), isStored ? Need.NOTHING : new Need(Math.max(peak, held + made), made));
  }

  private Need branch(Node node) {
    return graph.users(node).size() > 1 ? Need.NOTHING : needs.get(node.id());
  }

  private List<Node> walk() {
    List<Node> order = new ArrayList<>();
    BitSet done = new BitSet();
    Deque<Node> pending = new ArrayDeque<>();
    graph.inputs().reversed().forEach(pending::push);
    graph.outputs().forEach(o -> pending.addLast(graph.node(o.value())));
    while (!pending.isEmpty()) {
      Node node = pending.peek();
      List<Node> missing =
          producers.get(node.id()).stream().filter(n -> !done.get(n.id())).toList();
      missing.reversed().forEach(pending::push);
      if (missing.isEmpty()) {
        pending.pop();
        if (!done.get(node.id())) {
          done.set(node.id());
          order.add(node);
        }
      }
    }
    return order;
  }
}
