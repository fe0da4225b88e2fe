package dev.whittle.ir.verify;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Single assignment, order, types and outputs. */
final class StructureCheck {
  private final Map<Integer, Node> made = new HashMap<>();
  private final Map<String, TensorType> parameters = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  private StructureCheck() {}

  static List<String> problems(Graph graph) {
    StructureCheck check = new StructureCheck();
    graph.nodes().forEach(check::node);
    check.outputs(graph);
    return check.problems;
  }

  private void node(Node node) {
    if (node.name().isBlank()) {
      problems.add("node " + node.id() + " has no name");
    }
    boolean isComplete = true;
    for (int i = 0; i < node.operands().size(); i++) {
      if (!exists(node.operand(i))) {
        problems.add("%s: operand %d is not made before it".formatted(node.name(), i));
        isComplete = false;
      }
    }
    if (isComplete) {
      types(node);
    }
    if (node.op() instanceof Parameter(String name, TensorType type)
        && !type.equals(parameters.getOrDefault(name, type))) {
      problems.add(
          "%s: weight %s is %s here and %s before"
              .formatted(node.name(), name, type, parameters.get(name)));
    } else if (node.op() instanceof Parameter(String name, TensorType type)) {
      parameters.put(name, type);
    }
    made.put(node.id(), node);
  }

  private void types(Node node) {
    List<TensorType> operands = node.operands().stream().map(this::type).toList();
    try {
      List<TensorType> inferred = node.op().infer(operands);
      if (!inferred.equals(node.types())) {
        problems.add(
            "%s: has the types %s, %s of %s gives %s"
                .formatted(node.name(), node.types(), node.op().operator(), operands, inferred));
      }
    } catch (ShapeException e) {
      problems.add("%s: %s".formatted(node.name(), e.getMessage()));
    }
  }

  private void outputs(Graph graph) {
    Set<String> names = new HashSet<>();
    if (graph.outputs().isEmpty()) {
      problems.add(graph.name() + ": has no output");
    }
    for (Output output : graph.outputs()) {
      if (!names.add(output.name())) {
        problems.add(output.name() + ": two outputs have this name");
      }
      if (!exists(output.value())) {
        problems.add(output.name() + ": nothing makes this output");
      }
    }
  }

  private boolean exists(Value value) {
    Node node = made.get(value.node());
    return node != null && value.index() >= 0 && value.index() < node.types().size();
  }

  private TensorType type(Value value) {
    return made.get(value.node()).types().get(value.index());
  }
}
