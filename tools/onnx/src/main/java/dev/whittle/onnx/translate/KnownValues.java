package dev.whittle.onnx.translate;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Cast;
import dev.whittle.ir.op.Constant;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What is known when a network is read, as values of its graph: weights and constants. */
final class KnownValues {
  private static final int MOST_INLINE = 16;

  private final Graph.Builder graph;
  private final Consumer<Tensor> count;
  private final Map<String, Tensor> weights = new LinkedHashMap<>();
  private final Map<Operand.Known, Value> values = new IdentityHashMap<>();

  /**
   * @param count is told of every tensor that becomes a weight
   */
  KnownValues(Graph.Builder graph, Consumer<Tensor> count) {
    this.graph = graph;
    this.count = count;
  }

  /** The tensors of the graph's parameters. */
  Map<String, Tensor> weights() {
    return weights;
  }

  /**
   * A known tensor as a parameter or, when it is small and no weight, a constant.
   *
   * @param user what a tensor without a name is called after
   */
  Value floats(Operand.Known known, String user) {
    return values.computeIfAbsent(known, _ -> add(known, user));
  }

  /** Integers or booleans, of {@code type}. */
  Value integers(Operand.Known known, String user, ElementType type) {
    Folding.requireFloats(known);
    return graph.add(user + "/integers", new Cast(type), add(Folding.floats(known), user));
  }

  private Value add(Operand.Known known, String user) {
    Tensor tensor = known.tensor();
    String name = known.name().isEmpty() ? user + "/constant" : known.name();
    boolean isSmall = tensor.elementCount() <= (known.isWeight() ? 1 : MOST_INLINE);
    if (isSmall || !isFinite(tensor)) {
      return graph.add(name, new Constant(tensor));
    }
    count.accept(tensor);
    String unique = name.equals("__metadata__") ? "metadata" : name;
    for (int i = 2; weights.containsKey(unique); i++) {
      unique = name + "_" + i;
    }
    weights.put(unique, tensor);
    return graph.parameter(unique, new TensorType(tensor.type(), Shape.of(tensor.shape())));
  }

  private static boolean isFinite(Tensor tensor) {
    for (long i = 0; i < tensor.elementCount(); i++) {
      if (!Double.isFinite(tensor.get(i))) {
        return false;
      }
    }
    return true;
  }
}
