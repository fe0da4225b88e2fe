package dev.whittle.ir;

import dev.whittle.ir.op.Op;
import java.util.List;

/**
 * One application of an op.
 *
 * @param id unique within the graph and stable across patches
 * @param name unique within the graph; what reports and {@code explain} call the node
 * @param types the types of the results, as the op infers them
 */
public record Node(
    int id, String name, Op op, List<Value> operands, List<TensorType> types, Origin origin) {
  public Node {
    operands = List.copyOf(operands);
    types = List.copyOf(types);
  }

  /** The only result. */
  public Value value() {
    return Value.of(id);
  }

  public Value result(int index) {
    return new Value(id, index);
  }

  /** The type of the only or first result. */
  public TensorType type() {
    return types.getFirst();
  }

  public Value operand(int index) {
    return operands.get(index);
  }
}
