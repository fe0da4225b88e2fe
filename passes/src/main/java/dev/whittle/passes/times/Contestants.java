package dev.whittle.passes.times;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Reorder;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.cost.Stored;
import dev.whittle.passes.lower.Apart;
import dev.whittle.passes.lower.Choices;
import dev.whittle.passes.lower.Layouts;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Networks of one step or of the parts of one, between conversions from and to plain layouts. */
public final class Contestants {
  private static final String NODE = "contestant";

  private Contestants() {}

  /** Whether the node of this name is the step, or a part of it. */
  static boolean isStep(String name) {
    return name.startsWith(NODE);
  }

  /** {@code node} of {@code whole}, run by {@code candidate}. */
  public static Graph kernel(Graph whole, Node node, Candidate candidate) {
    Lowered open = (Lowered) node.op();
    List<Layout> layouts = Choices.operandLayouts(node, candidate);
    Graph.Builder graph = Graph.builder(NODE);
    Map<Value, Value> plain = new LinkedHashMap<>();
    List<Value> operands = new ArrayList<>();
    for (int i = 0; i < layouts.size(); i++) {
      Value value =
          plain.computeIfAbsent(node.operand(i), v -> operand(whole, v, graph, "x" + plain.size()));
      operands.add(convert(graph, value, Layouts.plain(layouts.get(i)), layouts.get(i)));
    }
    Lowered chosen =
        new Lowered(open.op(), candidate.algorithm(), layouts, candidate.layout(), open.epilogue());
    Value result =
        candidate.parts().isEmpty()
            ? graph.add(NODE, chosen, operands.toArray(Value[]::new))
            : Apart.add(
                node,
                candidate,
                NODE,
                operands,
                (name, op, values) -> graph.add(name, op, values.toArray(Value[]::new)));
    for (int i = 0; i < node.types().size(); i++) {
      Value value = new Value(result.node(), i);
      Layout layout = candidate.layout();
      graph.output("y" + i, convert(graph, value, layout, Layouts.plain(layout)));
    }
    return graph.build();
  }

  /** A tensor brought from one layout into another. */
  public static Graph reorder(TensorType type, Layout from, Layout to) {
    Graph.Builder graph = Graph.builder(NODE);
    Value plain = graph.input("x0", type);
    Value operand = convert(graph, plain, Layouts.plain(from), from);
    Value result = graph.add(NODE, new Reorder(from, to), operand);
    graph.output("y0", convert(graph, result, to, Layouts.plain(to)));
    return graph.build();
  }

  private static Value operand(Graph whole, Value value, Graph.Builder graph, String name) {
    TensorType type = whole.type(value);
    return Stored.isStored(whole, whole.node(value))
        ? graph.add(name, new Parameter(name, type))
        : graph.input(name, type);
  }

  private static Value convert(Graph.Builder graph, Value value, Layout from, Layout to) {
    return from.equals(to) ? value : graph.add("reorder", new Reorder(from, to), value);
  }
}
