package dev.whittle.onnx.translate;

import dev.whittle.onnx.message.AttributeValue;
import dev.whittle.onnx.message.DataType;
import dev.whittle.onnx.message.NodeMessage;
import dev.whittle.onnx.message.TensorMessage;
import dev.whittle.runtime.ElementType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The types that a model stores and works out integers in, by name. They are worked out in 64 bits;
 * what its own type does not hold would wrap around, and is refused.
 */
final class IntegerTypes {
  private final Map<String, DataType> types = new HashMap<>();

  void declare(String name, DataType type) {
    types.put(name, type);
  }

  /** The type of networks that holds the integers of this name, where the model says theirs. */
  Optional<ElementType> held(String name) {
    return find(name).filter(t -> t.kind() == DataType.Kind.INTEGER).map(Integers::held);
  }

  private Optional<DataType> find(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /** Notes the type of a result of {@code node} and refuses what the type does not hold. */
  void check(NodeMessage node, String name, Operand operand) {
    if (operand instanceof Operand.Known known && known.tensor().type() == ElementType.I64) {
      Optional<DataType> type = result(node).filter(t -> t.kind() == DataType.Kind.INTEGER);
      type.ifPresent(t -> declare(name, t));
      type.ifPresent(t -> requireHeld(t, known));
    }
  }

  private Optional<DataType> result(NodeMessage node) {
    return switch (node.operator()) {
      case "Shape", "Size", "ArgMax", "ArgMin" -> Optional.of(DataType.INT64);
      case "Cast" ->
          node.attributes().get("to") instanceof AttributeValue.Integral(long to)
              ? DataType.of(to)
              : Optional.empty();
      case "Constant", "ConstantOfShape" ->
          node.attributes().get("value") instanceof AttributeValue.OfTensor(TensorMessage value)
              ? value.type()
              : Optional.empty();
      case "Where" -> input(node, 1);
      default -> input(node, 0);
    };
  }

  private Optional<DataType> input(NodeMessage node, int input) {
    return node.inputs().size() > input ? find(node.inputs().get(input)) : Optional.empty();
  }

  private static void requireHeld(DataType type, Operand.Known known) {
    for (long i = 0; i < known.tensor().elementCount(); i++) {
      long value = known.tensor().integer(i);
      if (value < type.least() || value > type.most()) {
        throw new Refusal(
            "computes the integer %d, which %s does not hold".formatted(value, type.text()), "");
      }
    }
  }
}
