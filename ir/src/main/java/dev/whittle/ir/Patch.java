package dev.whittle.ir;

import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One labelled edit of a graph: nodes to add and values to replace by others of the same type. What
 * nobody needs afterwards is dropped by {@link Graph#apply}.
 *
 * <p>Replacement redirects the readers that were in the graph before, over several steps where a
 * replacement is itself replaced; the added nodes read exactly what they were given, so {@code y =
 * relu(x)} may replace {@code x}.
 */
public final class Patch {
  private final String label;
  private final List<Node> added;
  private final Map<Value, Value> replacements;

  private Patch(String label, List<Node> added, Map<Value, Value> replacements) {
    this.label = label;
    this.added = List.copyOf(added);
    this.replacements = Map.copyOf(replacements);
  }

  /** Starts a patch of {@code graph} on behalf of {@code pass} and its {@code rule}. */
  public static Builder of(Graph graph, String pass, String rule) {
    return new Builder(graph, pass + "/" + rule);
  }

  /** {@code pass/rule}. */
  public String label() {
    return label;
  }

  public List<Node> added() {
    return added;
  }

  public Map<Value, Value> replacements() {
    return replacements;
  }

  /** What a reader of {@code value} that was there before reads afterwards. */
  Value resolve(Value value) {
    Value resolved = value;
    while (replacements.containsKey(resolved)) {
      resolved = replacements.get(resolved);
    }
    return resolved;
  }

  /** Collects the edits of one patch. */
  public static final class Builder {
    private final Graph graph;
    private final String label;
    private final Map<Integer, Node> added = new LinkedHashMap<>();
    private final Map<Value, Value> replacements = new HashMap<>();
    private int nextId;

    private Builder(Graph graph, String label) {
      this.graph = graph;
      this.label = label;
      this.nextId = graph.nextId();
    }

    /**
     * Adds a node that takes over for {@code site}: its name, when no output needs {@code site}
     * after the patch, its source and its history.
     *
     * @throws ShapeException when the op cannot take the operands
     */
    public Value add(Node site, Op op, List<Value> operands) {
      return add(site, site.name(), op, operands);
    }

    /** Adds a node that {@code site} is the reason for, under a name of its own. */
    public Value add(Node site, String name, Op op, List<Value> operands) {
      List<TensorType> types = op.infer(operands.stream().map(this::type).toList());
      int id = nextId++;
      added.put(id, new Node(id, name, op, operands, types, site.origin().then(label)));
      return Value.of(id);
    }

    public TensorType type(Value value) {
      return node(value).types().get(value.index());
    }

    /** The node that makes {@code value}: one of the graph, or one added here. */
    public Node node(Value value) {
      Node node = added.get(value.node());
      return node == null ? graph.node(value) : node;
    }

    /**
     * Lets every reader of {@code from} read {@code to} instead.
     *
     * @throws ShapeException when their types differ
     * @throws IllegalArgumentException when that would replace a value by itself in the end
     */
    public Builder replace(Value from, Value to) {
      for (Value end = to; end != null; end = replacements.get(end)) {
        if (end.equals(from)) {
          throw new IllegalArgumentException(label + ": " + from + " would replace itself");
        }
      }
      if (!type(from).equals(type(to))) {
        throw new ShapeException(
            "%s: %s has type %s, its replacement %s"
                .formatted(label, graph.node(from).name(), type(from), type(to)));
      }
      replacements.put(from, to);
      return this;
    }

    /**
     * Adds {@code op} in place of {@code site}, whose results it has.
     *
     * @throws ShapeException when a result has another type
     * @throws IllegalArgumentException when it has more results, or fewer
     */
    public Builder replace(Node site, Op op, List<Value> operands) {
      Node instead = node(add(site, op, operands));
      int results = site.types().size();
      if (instead.types().size() != results) {
        throw new IllegalArgumentException(
            "%s: %s has %d results, its replacement %d"
                .formatted(label, site.name(), results, instead.types().size()));
      }
      for (int i = 0; i < results; i++) {
        replace(site.result(i), instead.result(i));
      }
      return this;
    }

    /** The patch; names that would clash get a suffix. */
    public Patch build() {
      Set<String> free = namesThatGo();
      Set<String> given = new HashSet<>();
      List<Node> named = new ArrayList<>();
      for (Node node : added.values()) {
        String name = node.name();
        for (int i = 2; isTaken(name, free) || !given.add(name); i++) {
          name = node.name() + "_" + i;
        }
        named.add(
            new Node(node.id(), name, node.op(), node.operands(), node.types(), node.origin()));
      }
      return new Patch(label, named, replacements);
    }

    private boolean isTaken(String name, Set<String> free) {
      return graph.find(name).isPresent() && !free.contains(name);
    }

    /** The names of nodes of the graph that no output needs any more. */
    private Set<String> namesThatGo() {
      Patch patch = new Patch(label, List.copyOf(added.values()), replacements);
      Set<Integer> live = new HashSet<>();
      Deque<Value> pending = new ArrayDeque<>();
      graph.outputs().forEach(o -> pending.add(patch.resolve(o.value())));
      while (!pending.isEmpty()) {
        Node node = node(pending.pop());
        if (live.add(node.id())) {
          boolean isNew = added.containsKey(node.id());
          node.operands().forEach(v -> pending.push(isNew ? v : patch.resolve(v)));
        }
      }
      Set<String> names = new HashSet<>();
      for (Node node : graph.nodes()) {
        if (!live.contains(node.id()) && !(node.op() instanceof Input)) {
          names.add(node.name());
        }
      }
      return names;
    }
  }
}
