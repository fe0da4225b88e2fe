package dev.whittle.tests.onnx;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/** A node of a {@link RandomModel}, or an initialiser when its operator is empty. */
record OnnxNode(
    String operator, List<String> inputs, List<String> outputs, Map<String, Object> attributes) {
  static OnnxNode initialiser(ByteArrayOutputStream tensor, String name) {
    return new OnnxNode("", List.of(), List.of(name), Map.of("value", tensor));
  }

  void write(ModelBytes model) {
    if (operator.isEmpty()) {
      model.initialiser((ByteArrayOutputStream) attributes.get("value"));
    } else {
      model.node(operator, inputs, outputs, attributes);
    }
  }

  @Override
  public String toString() {
    return operator.isEmpty()
        ? outputs.getFirst()
        : "%s = %s%s %s"
            .formatted(
                String.join(", ", outputs),
                operator,
                inputs,
                attributes.containsKey("value") ? "" : attributes);
  }
}
