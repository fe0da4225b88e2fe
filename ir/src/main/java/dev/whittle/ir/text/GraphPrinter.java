package dev.whittle.ir.text;

import dev.whittle.ir.Graph;
import dev.whittle.ir.MemoryPlan;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.Placement;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Expanded;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.OpSchema;
import dev.whittle.ir.op.Parameter;
import dev.whittle.runtime.Preprocessing;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Prints a graph of any level as {@code .cnn} source, one statement for each node, everything
 * explicit. The text reads back to an equal graph; ids and origins are not part of it, save for
 * documentation.
 */
public final class GraphPrinter {
  private final Graph graph;
  private final StringBuilder text = new StringBuilder();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final Map<Value, String> variables = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  private GraphPrinter(Graph graph) {
    this.graph = graph;
    graph.nodes().forEach(n -> taken.add(n.name()));
  }

  public static GraphText print(Graph graph) {
    GraphPrinter printer = new GraphPrinter(graph);
    printer.network();
    return new GraphText(printer.text.toString(), printer.constants);
  }

  private void network() {
    graph.memory().ifPresent(m -> line(0, memory(m)));
    boolean isWritable = Spelling.isWritable(graph.name());
    if (!isWritable) {
      line(0, "@name(" + Spelling.string(graph.name()) + ")");
    }
    line(0, "network " + (isWritable ? Spelling.identifier(graph.name()) : "Unnamed") + " {");
    for (Node node : graph.nodes()) {
      node(node);
    }
    Set<String> outputs = new HashSet<>();
    for (Output output : graph.outputs()) {
      output(output, outputs);
    }
    line(0, "}");
  }

  private static String memory(MemoryPlan plan) {
    return "@memory(arena: %d, weights: %d, scratch: %d)"
        .formatted(plan.arenaFloats(), plan.weightsFloats(), plan.scratchFloats());
  }

  private void node(Node node) {
    if (!node.origin().documentation().isEmpty()) {
      node.origin().documentation().lines().forEach(l -> line(1, ("/// " + l).stripTrailing()));
    }
    List<String> names = new ArrayList<>();
    boolean isNamed = node.types().size() == 1 && Spelling.isWritable(node.name());
    for (int i = 0; i < node.types().size(); i++) {
      String name = isNamed ? node.name() : variable(node, i);
      variables.put(node.result(i), name);
      names.add(Spelling.identifier(name));
    }
    if (!isNamed) {
      line(1, "@name(" + Spelling.string(node.name()) + ")");
    }
    for (int i = 0; i < node.types().size(); i++) {
      place(node.result(i));
    }
    if (node.op() instanceof Input(TensorType type, Optional<Preprocessing> picture)) {
      picture.ifPresent(p -> line(1, picture(p)));
      line(1, "input " + names.getFirst() + ": " + Spelling.type(type));
      return;
    }
    Op op = node.op();
    if (op instanceof Lowered lowered) {
      line(1, lowered(lowered));
      op = lowered.op() instanceof Expanded expanded ? expanded.filter() : lowered.op();
    }
    line(1, String.join(", ", names) + " = " + call(node, op));
  }

  private String variable(Node node, int index) {
    String base = Spelling.isWritable(node.name()) ? node.name() + "." + index : "v" + index;
    String name = base;
    for (int i = 2; !taken.add(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }

  private void place(Value value) {
    Placement placement = graph.memory().map(m -> m.placements().get(value)).orElse(null);
    if (placement != null) {
      line(
          1,
          "@at(%s, %d, stride: %d%s)"
              .formatted(
                  Spelling.value(placement.space()),
                  placement.offset(),
                  placement.batchStride(),
                  value.index() == 0 ? "" : ", result: " + value.index()));
    }
  }

  private static String picture(Preprocessing p) {
    return "@picture(resize: %d, crop: [%d, %d], channels: \"%s\", scale: %s, mean: %s, std: %s)"
        .formatted(
            p.resize(),
            p.cropHeight(),
            p.cropWidth(),
            p.order(),
            Spelling.number(p.scale()),
            Spelling.list(p.mean()),
            Spelling.list(p.std()));
  }

  /** An operator with its attributes and its epilogue, {@code conv2d(groups: 1, …) + relu}. */
  public static String operation(Lowered lowered) {
    String epilogue = epilogue(lowered, " + ");
    String operation =
        lowered.op() instanceof Expanded expanded
            ? "%s(%s) + %s"
                .formatted(expanded.operator(), functions(expanded, ", "), step(expanded.filter()))
            : step(lowered.op());
    return operation + (epilogue.isEmpty() ? "" : " + " + epilogue);
  }

  private static String epilogue(Lowered lowered, String separator) {
    return lowered.epilogue().stream()
        .map(e ->
            switch (e) {
              case Epilogue.AddOperand _ -> "add";
              case Epilogue.Apply(Op activation) -> step(activation);
            })
        .collect(Collectors.joining(separator));
  }

  private static String functions(Expanded expanded, String separator) {
    return expanded.functions().stream()
        .map(GraphPrinter::step)
        .collect(Collectors.joining(separator));
  }

  private static String lowered(Lowered lowered) {
    String epilogue = epilogue(lowered, ", ");
    return "@lowered(%s, operands: %s, result: %s%s%s)"
        .formatted(
            Spelling.string(lowered.algorithm()),
            Spelling.list(lowered.operandLayouts()),
            Spelling.value(lowered.layout()),
            lowered.op() instanceof Expanded expanded
                ? ", expanded: [" + functions(expanded, ", ") + "]"
                : "",
            epilogue.isEmpty() ? "" : ", epilogue: [" + epilogue + "]");
  }

  private static String step(Op op) {
    String attributes = String.join(", ", attributes(op));
    return op.operator() + (attributes.isEmpty() ? "" : "(" + attributes + ")");
  }

  private String call(Node node, Op op) {
    List<String> arguments = new ArrayList<>();
    switch (op) {
      case Parameter(String name, TensorType type) -> {
        arguments.add(Spelling.string(name));
        arguments.add(Spelling.type(type));
      }
      case Constant(Tensor value) ->
          arguments.addAll(StoredConstant.arguments(node.name(), value, constants));
      default -> {
        for (Value operand : node.operands()) {
          arguments.add(Spelling.identifier(variables.get(operand)));
        }
        arguments.addAll(attributes(op));
      }
    }
    return op.operator() + "(" + String.join(", ", arguments) + ")";
  }

  private static List<String> attributes(Op op) {
    OpSchema schema = OpSchema.of(op.getClass());
    List<Object> values = schema.values(op);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String name = Spelling.snake(schema.attributes().get(i).name());
      texts.add(name + ": " + Spelling.value(values.get(i)));
    }
    return texts;
  }

  private void output(Output output, Set<String> names) {
    if (!output.labels().isEmpty()) {
      line(1, "@labels(" + Spelling.list(output.labels()) + ")");
    }
    String wanted = Spelling.isWritable(output.name()) ? output.name() : "unnamed";
    String name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    if (!name.equals(output.name())) {
      line(1, "@name(" + Spelling.string(output.name()) + ")");
    }
    String variable = variables.get(output.value());
    line(
        1,
        "output "
            + Spelling.identifier(name)
            + (variable.equals(name) ? "" : " = " + Spelling.identifier(variable)));
  }

  private void line(int depth, String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }
}
