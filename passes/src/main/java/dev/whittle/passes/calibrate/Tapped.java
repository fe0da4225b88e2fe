package dev.whittle.passes.calibrate;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Input;
import dev.whittle.passes.Executor.Running;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.runtime.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A network as code whose outputs are some of its values. */
final class Tapped implements AutoCloseable {
  private static final List<Integer> LANES = List.of(16, 8, 4, 1);

  private final Running running;
  private final Set<String> inputs;

  /**
   * Compiles a network with the widest vectors this machine has.
   *
   * @param part as {@link #of} makes it
   */
  Tapped(Graph part, PassContext context) {
    Target target =
        LANES.stream()
            .map(lanes -> new Target(lanes, context.target().threads()))
            .filter(context.executor()::runs)
            .findFirst()
            .orElse(context.target());
    Graph planned =
        new PassManager()
            .run(
                Pipelines.EXACT,
                part,
                PassContext.of(target, context.kernels(), context.executor(), context.weights()))
            .graph();
    this.running = context.executor().compile(planned, target).load(context.weights());
    this.inputs = part.inputs().stream().map(Node::name).collect(Collectors.toSet());
  }

  /**
   * The part of {@code graph} that makes {@code values}, which become its outputs.
   *
   * @param graph portable, its symbolic sizes bound
   * @param reached nodes whose results are inputs of the part
   */
  static Graph of(Graph graph, Map<String, Value> values, Set<String> reached) {
    Set<Integer> needed = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>();
    values.values().forEach(value -> open.add(graph.node(value)));
    while (!open.isEmpty()) {
      Node node = open.remove();
      if (needed.add(node.id()) && !reached.contains(node.name())) {
        node.operands().forEach(operand -> open.add(graph.node(operand)));
      }
    }
    Graph.Builder part = Graph.builder(graph.name(), graph.origin());
    Map<Integer, Value> copies = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (needed.contains(node.id()) && reached.contains(node.name())) {
        Input input = new Input(node.type(), Optional.empty());
        copies.put(node.id(), part.add(node.name(), input, node.origin()));
      } else if (needed.contains(node.id())) {
        Value[] operands =
            node.operands().stream()
                .map(v -> new Value(copies.get(v.node()).node(), v.index()))
                .toArray(Value[]::new);
        copies.put(node.id(), part.add(node.name(), node.op(), node.origin(), operands));
      }
    }
    values.forEach((name, value) ->
        part.output(name, new Value(copies.get(value.node()).node(), value.index())));
    return part.build();
  }

  /**
   * The outputs, by their names.
   *
   * @param given the network's inputs and what is reached; more is left aside
   */
  Map<String, Tensor> run(Map<String, Tensor> given) {
    Map<String, Tensor> needed = new HashMap<>(given);
    needed.keySet().retainAll(inputs);
    return running.run(needed);
  }

  @Override
  public void close() {
    running.close();
  }
}
