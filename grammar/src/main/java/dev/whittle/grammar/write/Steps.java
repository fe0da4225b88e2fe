package dev.whittle.grammar.write;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.OpSchema;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Sub;
import dev.whittle.ir.text.Spelling;
import dev.whittle.ir.text.StoredConstant;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A graph as calls, each soon after what it reads, so that isomorphic parts are calls in the same
 * order. What layers own and numbers in arithmetic are part of their calls.
 */
final class Steps {
  private final Graph graph;
  private final Map<String, Tensor> constants;
  private final Map<Integer, Step> layers = new HashMap<>();
  private final Set<Integer> owned = new HashSet<>();
  private final Set<Integer> seen = new HashSet<>();
  private final List<Step> steps = new ArrayList<>();

  private Steps(Graph graph, Map<String, Tensor> constants) {
    this.graph = graph;
    this.constants = constants;
  }

  /**
   * The calls that make the values of {@code graph}, inputs aside.
   *
   * @param constants takes what the text does not write out
   */
  static List<Step> of(Graph graph, Map<String, Tensor> constants) {
    Steps steps = new Steps(graph, constants);
    steps.absorb();
    graph.inputs().forEach(n -> steps.seen.add(n.id()));
    graph.outputs().forEach(o -> steps.visit(graph.node(o.value())));
    graph.nodes().forEach(steps::visit);
    return steps.steps;
  }

  private void absorb() {
    Layering layering = new Layering(graph);
    for (Node node : graph.nodes()) {
      Optional<Step> layer = layering.layer(node);
      layer.ifPresent(step -> layers.put(node.id(), step));
      int reads = node.operands().size();
      for (int i = 0; i < reads; i++) {
        if (layer.isPresent() ? i > 0 : number(node, i).isPresent()) {
          owned.add(node.operand(i).node());
        }
      }
    }
  }

  /** Adds the calls that {@code root} needs, first operands first, and its own. */
  private void visit(Node root) {
    Deque<Node> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      Node node = open.peek();
      if (owned.contains(node.id()) || seen.contains(node.id())) {
        open.pop();
        continue;
      }
      Optional<Node> missing =
          node.operands().stream()
              .map(graph::node)
              .filter(n -> !owned.contains(n.id()) && !seen.contains(n.id()))
              .findFirst();
      if (missing.isPresent()) {
        open.push(missing.get());
      } else {
        seen.add(open.pop().id());
        steps.add(step(node));
      }
    }
  }

  private Step step(Node node) {
    Step layer = layers.get(node.id());
    if (layer != null) {
      return layer;
    }
    List<Object> operands = new ArrayList<>();
    for (int i = 0; i < node.operands().size(); i++) {
      operands.add(number(node, i).<Object>map(Verbatim::new).orElse(node.operand(i)));
    }
    int spatial =
        node.operands().isEmpty() ? 0 : Math.max(0, graph.type(node.operand(0)).rank() - 2);
    boolean isRelu6 = node.op().equals(new Clip(0, 6));
    return new Step(
        node.id(),
        isRelu6 ? "relu6" : OpSchema.of(node.op().getClass()).name(),
        operands,
        switch (node.op()) {
          case Parameter(String name, TensorType type) ->
              written(List.of(Spelling.string(name), Spelling.type(type)));
          case Constant(Tensor value) ->
              written(StoredConstant.arguments(node.name(), value, constants));
          case Input _ -> throw new IllegalStateException(node.name());
          default -> isRelu6 ? Map.of() : Arguments.of(node.op(), spatial);
        },
        false,
        Optional.empty(),
        node.name(),
        node.types().size(),
        node.origin().documentation());
  }

  private static Map<String, Object> written(List<String> arguments) {
    return Map.of("", new Verbatim(String.join(", ", arguments)));
  }

  /** Operand {@code i} as a number, where arithmetic makes the same constant of one. */
  private Optional<String> number(Node node, int i) {
    Value value = node.operand(i);
    boolean isAlone =
        isArithmetic(node.op()) && graph.useCount(value) == 1 && node.operands().size() == 2;
    if (!isAlone || !(graph.node(value).op() instanceof Constant(Tensor tensor))) {
      return Optional.empty();
    }
    Value other = node.operand(1 - i);
    boolean isOtherNumber = graph.node(other).op() instanceof Constant;
    boolean isPlain =
        tensor.rank() == 0
            && tensor.type() == ElementType.F32
            && graph.type(other).element() == ElementType.F32
            && Double.isFinite(tensor.get(0))
            && Double.compare(tensor.get(0), 0) >= 0;
    return isPlain && !isOtherNumber
        ? Optional.of(Spelling.number((float) tensor.get(0)))
        : Optional.empty();
  }

  static boolean isArithmetic(Op op) {
    return op instanceof Add || op instanceof Sub || op instanceof Mul || op instanceof Div;
  }
}
