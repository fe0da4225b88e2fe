package dev.whittle.ir;

import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network: an immutable directed acyclic graph in single-assignment form, its nodes in an order
 * in which they can run.
 *
 * <p>A builder makes the first graph, {@link #apply} the next ones. Every result type is what the
 * node's op infers from its operands' types, so a graph that exists is well typed.
 */
public final class Graph {
  private final String name;
  private final Origin origin;
  private final List<Node> nodes;
  private final List<Output> outputs;
  private final Optional<MemoryPlan> memory;
  private final Node[] byId;
  private final Map<String, Node> byName = new HashMap<>();
  private final List<List<Node>> users;

  private Graph(
      String name,
      Origin origin,
      List<Node> nodes,
      List<Output> outputs,
      Optional<MemoryPlan> memory) {
    this.name = name;
    this.origin = origin;
    this.nodes = List.copyOf(nodes);
    this.outputs = List.copyOf(outputs);
    this.memory = memory;
    this.byId = new Node[endOfIds(nodes)];
    this.users = new ArrayList<>(Collections.nCopies(byId.length, List.of()));
    for (Node node : nodes) {
      if (contains(node.id()) || byName.put(node.name(), node) != null) {
        throw new IllegalArgumentException("two nodes are called " + node.name());
      }
      byId[node.id()] = node;
      node.operands().forEach(v -> addUser(v.node(), node));
    }
  }

  private static int endOfIds(List<Node> nodes) {
    int end = 0;
    for (Node node : nodes) {
      end = Math.max(end, node.id() + 1);
      for (Value operand : node.operands()) {
        end = Math.max(end, operand.node() + 1);
      }
    }
    return end;
  }

  private void addUser(int id, Node user) {
    List<Node> list = users.get(id);
    if (list.isEmpty()) {
      list = new ArrayList<>(2);
      users.set(id, list);
    }
    if (list.isEmpty() || list.getLast() != user) {
      list.add(user);
    }
  }

  public static Builder builder(String name) {
    return builder(name, Origin.NONE);
  }

  /** A builder for a network written at {@code origin}. */
  public static Builder builder(String name, Origin origin) {
    return new Builder(name, origin);
  }

  public String name() {
    return name;
  }

  /** Where the network is written, and the documentation comment above it. */
  public Origin origin() {
    return origin;
  }

  /** All nodes, each after its operands; in a planned graph this is the order of execution. */
  public List<Node> nodes() {
    return nodes;
  }

  public List<Output> outputs() {
    return outputs;
  }

  /** The nodes whose op is {@link Input}, in declaration order. */
  public List<Node> inputs() {
    return nodes.stream().filter(n -> n.op() instanceof Input).toList();
  }

  /** Places and sizes, once memory is planned. */
  public Optional<MemoryPlan> memory() {
    return memory;
  }

  public Node node(int id) {
    if (!contains(id)) {
      throw new IllegalArgumentException("no node " + id + " in " + name);
    }
    return byId[id];
  }

  /** The node that makes {@code value}. */
  public Node node(Value value) {
    return node(value.node());
  }

  /** True when a node has this id. */
  public boolean contains(int id) {
    return id >= 0 && id < byId.length && byId[id] != null;
  }

  public Optional<Node> find(String nodeName) {
    return Optional.ofNullable(byName.get(nodeName));
  }

  public TensorType type(Value value) {
    return node(value).types().get(value.index());
  }

  /** The types of the node's operands. */
  public List<TensorType> operandTypes(Node node) {
    return node.operands().stream().map(this::type).toList();
  }

  /** The nodes that read a result of {@code node}, in order, each once. */
  public List<Node> users(Node node) {
    return Collections.unmodifiableList(users.get(node.id()));
  }

  /** True when {@code value} is an output of the network. */
  public boolean isOutput(Value value) {
    return outputs.stream().anyMatch(o -> o.value().equals(value));
  }

  /** How often {@code value} is read: operands that name it plus outputs. */
  public int useCount(Value value) {
    int count = (int) outputs.stream().filter(o -> o.value().equals(value)).count();
    for (Node user : users(node(value))) {
      count += Collections.frequency(user.operands(), value);
    }
    return count;
  }

  /**
   * This graph with symbolic sizes replaced, for example {@code bind(Map.of("N", 1))}, and all
   * types inferred anew. A memory plan does not survive.
   */
  public Graph bind(Map<String, Integer> sizes) {
    Map<Integer, List<TensorType>> types = new HashMap<>();
    List<Node> bound = new ArrayList<>();
    for (Node node : nodes) {
      Op op = node.op() instanceof Input input ? input.bind(sizes) : node.op();
      List<TensorType> operandTypes =
          node.operands().stream().map(v -> types.get(v.node()).get(v.index())).toList();
      types.put(node.id(), op.infer(operandTypes));
      bound.add(
          new Node(
              node.id(), node.name(), op, node.operands(), types.get(node.id()), node.origin()));
    }
    return new Graph(name, origin, bound, outputs, Optional.empty());
  }

  /** This graph with every symbolic size replaced by {@code size}; itself when there is none. */
  public Graph bindAll(int size) {
    Map<String, Integer> sizes = new HashMap<>();
    for (Node input : inputs()) {
      for (Dim dim : input.type().shape().dims()) {
        if (dim instanceof Dim.Symbol(String symbol)) {
          sizes.put(symbol, size);
        }
      }
    }
    return sizes.isEmpty() ? this : bind(sizes);
  }

  /** This graph with its nodes in another valid order. */
  public Graph reorder(List<Node> order) {
    if (order.size() != nodes.size() || !new HashSet<>(order).equals(new HashSet<>(nodes))) {
      throw new IllegalArgumentException("not a permutation of the nodes");
    }
    Set<Integer> seen = new HashSet<>();
    for (Node node : order) {
      if (!node.operands().stream().allMatch(v -> seen.contains(v.node()))) {
        throw new IllegalArgumentException(node.name() + " comes before its operands");
      }
      seen.add(node.id());
    }
    return new Graph(name, origin, order, outputs, memory);
  }

  /** This graph with a memory plan. */
  public Graph withMemory(MemoryPlan plan) {
    return new Graph(name, origin, nodes, outputs, Optional.of(plan));
  }

  /**
   * The graph after {@code patch}: nodes that nothing needs any more are gone, the others keep
   * their relative order where operands allow. Inputs stay. A memory plan does not survive.
   */
  public Graph apply(Patch patch) {
    List<Node> all = new ArrayList<>(nodes.size() + patch.added().size());
    nodes.forEach(node -> all.add(redirected(node, patch)));
    all.addAll(patch.added());
    List<Output> redirected =
        outputs.stream()
            .map(o -> new Output(o.name(), patch.resolve(o.value()), o.labels()))
            .toList();
    return new Graph(
        name, origin, Order.live(all, redirected, positions(patch)), redirected, Optional.empty());
  }

  private static Node redirected(Node node, Patch patch) {
    for (Value operand : node.operands()) {
      if (patch.replacements().containsKey(operand)) {
        List<Value> operands = node.operands().stream().map(patch::resolve).toList();
        return new Node(node.id(), node.name(), node.op(), operands, node.types(), node.origin());
      }
    }
    return node;
  }

  /**
   * For every id, where its node should stand: where it did, or after what it replaces and reads.
   */
  private int[] positions(Patch patch) {
    int end = Math.max(byId.length, endOfIds(patch.added()));
    int[] positions = new int[end];
    for (int i = 0; i < nodes.size(); i++) {
      positions[nodes.get(i).id()] = i;
    }
    int[] replaced = new int[end];
    for (Value from : patch.replacements().keySet()) {
      int to = patch.resolve(from).node();
      if (contains(from.node())) {
        replaced[to] = Math.max(replaced[to], positions[from.node()]);
      }
    }
    for (Node node : patch.added()) {
      positions[node.id()] = replaced[node.id()];
      for (Value operand : node.operands()) {
        positions[node.id()] = Math.max(positions[node.id()], positions[operand.node()]);
      }
    }
    return positions;
  }

  /** The smallest id no node has. */
  int nextId() {
    return byId.length;
  }

  /** Equal name, nodes (ids aside, operands by position), outputs and memory plan. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Graph that && Canonical.of(this).equals(Canonical.of(that));
  }

  @Override
  public int hashCode() {
    return Canonical.of(this).hashCode();
  }

  @Override
  public String toString() {
    return name + " (" + nodes.size() + " nodes)";
  }

  /** What makes two graphs the same whatever their node ids and origins. */
  private record Canonical(
      String name, List<Entry> nodes, List<Output> outputs, Optional<MemoryPlan> memory) {
    private record Entry(String name, Op op, List<Value> operands, List<TensorType> types) {}

    static Canonical of(Graph graph) {
      Map<Integer, Integer> position = new HashMap<>();
      List<Entry> entries = new ArrayList<>();
      for (Node node : graph.nodes) {
        position.put(node.id(), position.size());
        List<Value> operands =
            node.operands().stream()
                .map(v -> new Value(position.get(v.node()), v.index()))
                .toList();
        entries.add(new Entry(node.name(), node.op(), operands, node.types()));
      }
      List<Output> outputs =
          graph.outputs.stream()
              .map(o ->
                  new Output(
                      o.name(),
                      new Value(position.get(o.value().node()), o.value().index()),
                      o.labels()))
              .toList();
      Optional<MemoryPlan> memory =
          graph.memory.map(m -> {
            Map<Value, Placement> places = new HashMap<>();
            m.placements()
                .forEach((v, p) -> places.put(new Value(position.get(v.node()), v.index()), p));
            return new MemoryPlan(places, m.arenaFloats(), m.weightsFloats(), m.scratchFloats());
          });
      return new Canonical(graph.name, entries, outputs, memory);
    }
  }

  /** Makes the first graph of a network, node by node in an order in which they can run. */
  public static final class Builder {
    private final String name;
    private final Origin origin;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> suffixes = new HashMap<>();

    private Builder(String name, Origin origin) {
      this.name = name;
      this.origin = origin;
    }

    public Value input(String nodeName, TensorType type) {
      return add(nodeName, new Input(type, Optional.empty()), Origin.NONE);
    }

    public Value parameter(String tensorName, TensorType type) {
      return add(tensorName, new Parameter(tensorName, type), Origin.NONE);
    }

    public Value add(String nodeName, Op op, Value... operands) {
      return add(nodeName, op, Origin.NONE, operands);
    }

    /**
     * Adds a node and infers its types.
     *
     * @param nodeName made unique by a suffix when it is taken
     * @return its first result
     * @throws ShapeException when the op cannot take the operands
     */
    public Value add(String nodeName, Op op, Origin origin, Value... operands) {
      List<TensorType> operandTypes = Arrays.stream(operands).map(this::type).toList();
      List<TensorType> types = op.infer(operandTypes);
      Node node = new Node(nodes.size(), unique(nodeName), op, List.of(operands), types, origin);
      nodes.add(node);
      return node.value();
    }

    public TensorType type(Value value) {
      return nodes.get(value.node()).types().get(value.index());
    }

    /** The node that makes {@code value}. */
    public Node node(Value value) {
      return nodes.get(value.node());
    }

    public Builder output(String outputName, Value value) {
      return output(outputName, value, List.of());
    }

    public Builder output(String outputName, Value value, List<String> labels) {
      outputs.add(new Output(outputName, value, labels));
      return this;
    }

    private String unique(String wanted) {
      String candidate = wanted;
      while (!names.add(candidate)) {
        candidate = wanted + "_" + suffixes.merge(wanted, 2, (last, first) -> last + 1);
      }
      return candidate;
    }

    public Graph build() {
      return new Graph(name, origin, nodes, outputs, Optional.empty());
    }
  }
}
