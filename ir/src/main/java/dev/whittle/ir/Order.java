package dev.whittle.ir;

import dev.whittle.ir.op.Input;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Topological order that stays close to wanted positions. */
final class Order {
  private Order() {}

  /** The inputs and whatever the outputs need, operands first, else by position, then by id. */
  static List<Node> live(List<Node> all, List<Output> outputs, Map<Integer, Integer> positions) {
    Map<Integer, Node> byId = new HashMap<>();
    all.forEach(n -> byId.put(n.id(), n));
    Deque<Integer> pending = new ArrayDeque<>();
    all.stream().filter(n -> n.op() instanceof Input).forEach(n -> pending.add(n.id()));
    outputs.forEach(o -> pending.add(o.value().node()));
    Set<Integer> live = new HashSet<>();
    while (!pending.isEmpty()) {
      int id = pending.pop();
      if (live.add(id)) {
        byId.get(id).operands().forEach(v -> pending.add(v.node()));
      }
    }
    return sort(all.stream().filter(n -> live.contains(n.id())).toList(), positions);
  }

  private static List<Node> sort(List<Node> nodes, Map<Integer, Integer> positions) {
    Map<Integer, Integer> waiting = new HashMap<>();
    Map<Integer, List<Node>> users = new HashMap<>();
    PriorityQueue<Node> ready =
        new PriorityQueue<>(
            Comparator.<Node>comparingInt(n -> positions.get(n.id())).thenComparingInt(Node::id));
    for (Node node : nodes) {
      Set<Integer> operands = new HashSet<>();
      node.operands().forEach(v -> operands.add(v.node()));
      waiting.put(node.id(), operands.size());
      operands.forEach(id -> users.computeIfAbsent(id, k -> new ArrayList<>()).add(node));
      if (operands.isEmpty()) {
        ready.add(node);
      }
    }
    List<Node> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      Node node = ready.poll();
      order.add(node);
      for (Node user : users.getOrDefault(node.id(), List.of())) {
        if (waiting.merge(user.id(), -1, Integer::sum) == 0) {
          ready.add(user);
        }
      }
    }
    if (order.size() != nodes.size()) {
      throw new IllegalArgumentException("the graph has a cycle");
    }
    return order;
  }
}
