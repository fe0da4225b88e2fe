package dev.whittle.passes.lower;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.Patch;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Arithmetic;
import dev.whittle.ir.op.Cast;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Reorder;
import dev.whittle.ir.op.Reshape;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Hindrance;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassInfo;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Layout;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Wraps every op that computes: {@code op(x…) -> lowered(op, open, plain…)(x…)}.
 *
 * <p>Operands of arithmetic are given the rank of the result, and an output that no op computes
 * gets a copy, so that kernels need to know neither case.
 */
public record WrapOps() implements Pass {
  private static final int MOST_AXES = 5;
  private static final Op SAME = new Clip(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
  private static final PassInfo INFO =
      new PassInfo(
          "lower",
          "Wraps every op so that a kernel, layouts and an epilogue can be chosen for it.",
          List.of(),
          Level.PORTABLE,
          Level.LOWERED,
          Exactness.EXACT,
          true);

  @Override
  public PassInfo info() {
    return INFO;
  }

  @Override
  public Graph run(Graph graph, PassContext context) {
    graph.nodes().forEach(WrapOps::requireKernels);
    List<Node> nodes = graph.nodes().stream().filter(n -> isOpen(n.op())).toList();
    List<Output> unmade =
        graph.outputs().stream().filter(o -> isStored(graph.node(o.value()).op())).toList();
    if (nodes.isEmpty() && unmade.isEmpty()) {
      return graph;
    }
    Patch.Builder patch = Patch.of(graph, INFO.name(), "Wrap");
    Map<Value, Value> wrapped = new HashMap<>();
    for (Node node : nodes) {
      wrap(node, patch, wrapped, context);
    }
    for (Output output : unmade) {
      if (!wrapped.containsKey(output.value())) {
        Node stored = graph.node(output.value());
        wrapped.put(output.value(), copy(output, stored, patch));
      }
    }
    wrapped.forEach(patch::replace);
    return context.apply(graph, patch.build());
  }

  /** What is stored, by a kernel that writes it anew. */
  private static Value copy(Output output, Node stored, Patch.Builder patch) {
    Value value = output.value();
    TensorType type = stored.type();
    Op op = type.rank() == 0 ? SAME : new Concat(0);
    if (stored.op() instanceof Constant(Tensor integers) && !type.element().isFloat()) {
      Tensor floats = Tensor.of(integers.floats(), integers.shape());
      op = new Cast(type.element());
      type = new TensorType(ElementType.F32, type.shape());
      value = patch.add(stored, stored.name(), new Constant(floats), List.of());
    }
    return patch.add(stored, output.name(), open(op, List.of(type)), List.of(value));
  }

  /**
   * Whether kernels can have it as f32: integers that are given are checked when the network runs,
   * and those that a network computes are such.
   */
  private static boolean isHeld(Op op, ElementType type) {
    boolean isKnown = op instanceof Constant(Tensor value) && isExact(value);
    return type == ElementType.F32 || !type.isFloat() && (isKnown || !isStored(op));
  }

  private static boolean isExact(Tensor integers) {
    if (integers.type().isFloat()) {
      return false;
    }
    for (int i = 0; i < integers.elementCount(); i++) {
      long value = integers.integer(i);
      if (value != (long) (float) value || value == Long.MAX_VALUE) {
        return false;
      }
    }
    return true;
  }

  private static void requireKernels(Node node) {
    for (TensorType type : node.types()) {
      if (type.rank() > MOST_AXES) {
        throw Hindrance.TOO_MANY_AXES.at(
            node,
            "%s is %s, which has more than %d axes".formatted(node.name(), type, MOST_AXES),
            "merge neighbouring axes with a reshape");
      }
      if (!isHeld(node.op(), type.element())) {
        throw Hindrance.NOT_F32.at(
            node,
            "%s is %s, kernels compute with f32".formatted(node.name(), type),
            "declare it as f32");
      }
    }
  }

  private static void wrap(
      Node node, Patch.Builder patch, Map<Value, Value> wrapped, PassContext context) {
    List<Value> operands = new ArrayList<>();
    for (Value operand : node.operands()) {
      operands.add(wrapped.getOrDefault(operand, operand));
    }
    if (node.op() instanceof Arithmetic) {
      operands.replaceAll(v -> align(node, v, patch, context));
    }
    List<TensorType> types = operands.stream().map(patch::type).toList();
    Value result = patch.add(node, open(node.op(), types), operands);
    for (int i = 0; i < node.types().size(); i++) {
      wrapped.put(node.result(i), new Value(result.node(), i));
    }
  }

  /** {@code operand} with leading axes of size 1 until it has the rank of the node's result. */
  private static Value align(Node node, Value operand, Patch.Builder patch, PassContext context) {
    TensorType type = patch.type(operand);
    int missing = node.type().rank() - type.rank();
    if (missing == 0) {
      return operand;
    }
    List<Integer> shape = new ArrayList<>(Collections.nCopies(missing, 1));
    type.shape().dims().forEach(d -> shape.add(0));
    for (int axis = 0; axis < type.rank(); axis++) {
      shape.set(missing + axis, type.shape().size(axis));
    }
    Optional<Tensor> known = known(patch.node(operand).op(), context);
    if (known.isEmpty()) {
      Op view = open(new Reshape(shape), List.of(type));
      return patch.add(node, node.name() + "_operand", view, List.of(operand));
    }
    int[] sizes = shape.stream().mapToInt(Integer::intValue).toArray();
    Tensor aligned = Tensor.of(known.get().type(), known.get().data(), sizes);
    return patch.add(node, patch.node(operand).name(), new Constant(aligned), List.of());
  }

  private static Optional<Tensor> known(Op op, PassContext context) {
    return switch (op) {
      case Constant(Tensor value) -> Optional.of(value);
      case Parameter parameter -> context.weights().find(parameter.name());
      default -> Optional.empty();
    };
  }

  private static Lowered open(Op op, List<TensorType> operands) {
    List<Layout> layouts = operands.stream().map(Layouts::plain).toList();
    List<TensorType> results = op.infer(operands);
    return new Lowered(op, Lowered.OPEN, layouts, Layouts.plain(results.getFirst()), List.of());
  }

  private static boolean isOpen(Op op) {
    return !(isStored(op) || op instanceof Input || op instanceof Lowered || op instanceof Reorder);
  }

  private static boolean isStored(Op op) {
    return op instanceof Parameter || op instanceof Constant;
  }
}
