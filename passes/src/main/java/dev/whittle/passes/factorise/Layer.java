package dev.whittle.passes.factorise;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Parameter;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.pipeline.Size;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A convolution or dense layer, with its weights or without.
 *
 * @param input what it reads, a symbolic batch bound to 1
 * @param sizes of its weight, {@code [O, C / groups, kernel…]} or {@code [O, I]}
 * @param weights row-major; asked for only when they are looked at
 */
public record Layer(
    String name,
    Op op,
    TensorType input,
    List<Integer> sizes,
    boolean hasBias,
    Supplier<float[]> weights) {
  public Layer {
    sizes = List.copyOf(sizes);
  }

  /** The layer that {@code node} is; nothing when it is none or its weight is not at hand. */
  public static Optional<Layer> of(Graph graph, Node node, PassContext context) {
    boolean isLayer = node.op() instanceof Conv || node.op() instanceof Dense;
    return isLayer
        ? known(graph, node.operand(1), context)
            .flatMap(weight -> of(graph, node, new Once<>(weight::floats)))
        : Optional.empty();
  }

  /** The layer that {@code node} of a graph with bound sizes is; nothing when it is none. */
  public static Optional<Layer> of(Graph graph, Node node, Supplier<float[]> weights) {
    boolean isLayer = node.op() instanceof Conv || node.op() instanceof Dense;
    return isLayer && node.type().element() == ElementType.F32
        ? Optional.of(
            new Layer(
                node.name(),
                node.op(),
                graph.type(node.operand(0)),
                Arrays.stream(graph.type(node.operand(1)).shape().sizes()).boxed().toList(),
                node.operands().size() > 2,
                weights))
        : Optional.empty();
  }

  /** The tensor that {@code value} of a graph is; nothing when it is not at hand. */
  public static Optional<Tensor> known(Graph graph, Value value, PassContext context) {
    return switch (graph.node(value).op()) {
      case Constant(Tensor tensor) -> Optional.of(tensor);
      case Parameter parameter -> context.weights().find(parameter.name());
      default -> Optional.empty();
    };
  }

  /** Whether no weight is infinite or no number. */
  public boolean isFinite() {
    for (float weight : weights.get()) {
      if (!Float.isFinite(weight)) {
        return false;
      }
    }
    return true;
  }

  int outputs() {
    return sizes.getFirst();
  }

  /** What the layer has and does. */
  public Size size() {
    return Size.of(whole().alone(this));
  }

  /** The layer as it is. */
  Chain whole() {
    return new Chain(List.of(new Part("", op, sizes, () -> null)));
  }

  /** The layer with another weight. */
  Chain with(Tensor weight) {
    return new Chain(List.of(new Part("", op, sizes, () -> weight)));
  }
}
