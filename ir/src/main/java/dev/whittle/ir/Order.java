package dev.whittle.ir;

import dev.whittle.ir.op.Input;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
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

  /**
   * The inputs and whatever the outputs need, operands first, else by position, then by id.
   *
   * @param positions for every id
   */
  static List<Node> live(List<Node> all, List<Output> outputs, int[] positions) {
    BitSet live = reachable(all, outputs, positions.length);
    List<Node> nodes = new ArrayList<>(all.size());
    for (Node node : all) {
      if (live.get(node.id())) {
        nodes.add(node);
      }
    }
    nodes.sort(order(positions));
    return isTopological(nodes) ? nodes : sort(nodes, positions);
  }

  private static BitSet reachable(List<Node> all, List<Output> outputs, int ids) {
    Node[] byId = new Node[ids];
    Deque<Node> pending = new ArrayDeque<>();
    for (Node node : all) {
      byId[node.id()] = node;
      if (node.op() instanceof Input) {
        pending.add(node);
      }
    }
    outputs.forEach(o -> pending.add(byId[o.value().node()]));
    BitSet live = new BitSet(ids);
    while (!pending.isEmpty()) {
      Node node = pending.pop();
      if (!live.get(node.id())) {
        live.set(node.id());
        node.operands().forEach(v -> pending.push(byId[v.node()]));
      }
    }
    return live;
  }

  private static boolean isTopological(List<Node> nodes) {
    BitSet seen = new BitSet();
    for (Node node : nodes) {
      for (Value operand : node.operands()) {
        if (!seen.get(operand.node())) {
          return false;
        }
      }
      seen.set(node.id());
    }
    return true;
  }

  private static Comparator<Node> order(int[] positions) {
    return Comparator.<Node>comparingInt(n -> positions[n.id()]).thenComparingInt(Node::id);
  }

  private static List<Node> sort(List<Node> nodes, int[] positions) {
    Map<Integer, Integer> waiting = new HashMap<>();
    Map<Integer, List<Node>> users = new HashMap<>();
    PriorityQueue<Node> ready = new PriorityQueue<>(order(positions));
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
