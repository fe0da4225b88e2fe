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
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A network as code whose outputs are some of its values, by the names of their nodes. */
final class Tapped implements AutoCloseable {
  private static final List<Integer> LANES = List.of(16, 8, 4, 1);

  private final Running running;

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
  }

  /**
   * The part of {@code graph} that makes the results of the nodes called {@code names}, which
   * become its outputs.
   *
   * @param graph portable, its symbolic sizes bound
   * @param reached nodes whose results are inputs of the part
   */
  static Graph of(Graph graph, Collection<String> names, Set<String> reached) {
    Set<Integer> needed = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>();
    names.forEach(name -> open.add(graph.find(name).orElseThrow()));
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
    names.forEach(name -> part.output(name, copies.get(graph.find(name).orElseThrow().id())));
    return part.build();
  }

  Map<String, Tensor> run(Map<String, Tensor> inputs) {
    return running.run(inputs);
  }

  @Override
  public void close() {
    running.close();
  }
}
