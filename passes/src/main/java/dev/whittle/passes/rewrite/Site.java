package dev.whittle.passes.rewrite;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Parameter;
import dev.whittle.passes.PassContext;
import dev.whittle.runtime.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A node that a rule looks at, with what a rule may know about it.
 *
 * @param pass the pass on whose behalf {@code rule} runs
 */
public record Site(Graph graph, Node node, PassContext context, String pass, String rule) {
  public Op op() {
    return node.op();
  }

  public Value operand(int index) {
    return node.operand(index);
  }

  /** The node that makes operand {@code index}. */
  public Node producer(int index) {
    return graph.node(node.operand(index));
  }

  /** The type of operand {@code index}. */
  public TensorType type(int index) {
    return graph.type(node.operand(index));
  }

  /** True when nothing but this node reads {@code value}, and reads it once. */
  public boolean isOnlyUse(Value value) {
    return graph.useCount(value) == 1;
  }

  /** The tensor a constant holds. */
  public Optional<Tensor> constant(Value value) {
    return graph.node(value).op() instanceof Constant(Tensor tensor)
        ? Optional.of(tensor)
        : Optional.empty();
  }

  /** The tensor of a constant, or of a parameter whose weights are at hand. */
  public Optional<Tensor> known(Value value) {
    return graph.node(value).op() instanceof Parameter parameter
        ? context.weights().find(parameter.name())
        : constant(value);
  }

  /** True when {@code op} on {@code operands} has this node's types. */
  public boolean fits(Op replacement, Value... operands) {
    try {
      List<TensorType> types = Arrays.stream(operands).map(graph::type).toList();
      return replacement.infer(types).equals(node.types());
    } catch (ShapeException e) {
      return false;
    }
  }

  /** An empty patch with this site's label. */
  public Patch.Builder patch() {
    return Patch.of(graph, pass, rule);
  }

  /** Lets the readers of this node's only result read {@code value}, when it has the same type. */
  public Optional<Patch> replaceBy(Value value) {
    return graph.type(value).equals(node.type())
        ? Optional.of(patch().replace(node.value(), value).build())
        : Optional.empty();
  }

  /** Puts {@code replacement} in place of this node, when it has the same types there. */
  public Optional<Patch> replaceBy(Op replacement, Value... operands) {
    return fits(replacement, operands)
        ? Optional.of(patch().replace(node, replacement, List.of(operands)).build())
        : Optional.empty();
  }
}
