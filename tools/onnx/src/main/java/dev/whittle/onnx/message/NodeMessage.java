package dev.whittle.onnx.message;

import java.util.List;
import java.util.Map;

/**
 * One application of an operator.
 *
 * @param name may be empty
 * @param domain who defines the operator; empty for ONNX itself
 * @param inputs names of values; an empty one stands for an input left out
 */
public record NodeMessage(
    String name,
    String operator,
    String domain,
    List<String> inputs,
    List<String> outputs,
    Map<String, AttributeValue> attributes) {
  public NodeMessage {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
  }

  /** The name, else that of the first result. */
  public String label() {
    return !name.isEmpty()
        ? name
        : outputs.stream().filter(o -> !o.isEmpty()).findFirst().orElse("");
  }
}
