package dev.whittle.onnx;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Value;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Writes nodes and the tensors that they read into the message of a graph. */
final class NodeWriter {
  private final Graph graph;
  private final Protobuf message;

  NodeWriter(Graph graph, Protobuf message) {
    this.graph = graph;
    this.message = message;
  }

  /** What a value is called. */
  String name(Value value) {
    return OnnxExport.name(graph, value);
  }

  /** A node for a part of what {@code node} computes. */
  String step(
      Node node, String role, String operator, Map<String, Object> attributes, String... inputs) {
    String name = node.name() + "." + role;
    emit(name, operator, attributes, List.of(inputs), List.of(name));
    return name;
  }

  void tensor(String name, Tensor value) {
    message.message(5, OnnxNodes.tensor(name, value));
  }

  /** A number that {@code node} reads. */
  String scalar(Node node, String role, float value) {
    String name = node.name() + "." + role;
    tensor(name, Tensor.of(new float[] {value}));
    return name;
  }

  /** Integers that {@code node} reads. */
  String integers(Node node, String role, List<Integer> values) {
    String name = node.name() + "." + role;
    message.message(5, OnnxNodes.integers(name, values));
    return name;
  }

  /** Writes a node that reads the operands of {@code node}, then {@code more}. */
  void emit(Node node, String operator, Map<String, Object> attributes, String... more) {
    List<String> inputs = new ArrayList<>(node.operands().stream().map(this::name).toList());
    inputs.addAll(List.of(more));
    List<String> outputs =
        IntStream.range(0, node.types().size()).mapToObj(i -> name(node.result(i))).toList();
    emit(node.name(), operator, attributes, inputs, outputs);
  }

  /** Writes a node. */
  void emit(
      String name,
      String operator,
      Map<String, Object> attributes,
      List<String> inputs,
      List<String> outputs) {
    Protobuf node = new Protobuf();
    inputs.forEach(input -> node.text(1, input));
    outputs.forEach(output -> node.text(2, output));
    node.text(3, name).text(4, operator);
    new TreeMap<>(attributes)
        .forEach((key, value) -> node.message(5, OnnxNodes.attribute(key, value)));
    message.message(1, node);
  }
}
