package dev.whittle.tests.onnx;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.onnx.OnnxImport.Imported;
import dev.whittle.onnx.message.DataType;
import dev.whittle.onnx.message.MalformedMessage;
import dev.whittle.onnx.message.ModelMessage;
import dev.whittle.onnx.message.ModelReader;
import dev.whittle.onnx.message.NodeMessage;
import dev.whittle.onnx.message.ValueMessage;
import dev.whittle.runtime.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One of ONNX's own tests: a model, what it is given and what it gives.
 *
 * <p>Operators that are older than operator set 7 and still in it are read as of that set.
 */
record NodeCase(String name, Path folder, byte[] bytes, ModelMessage model) {
  private static final int FIRST_SET = 7;
  private static final String UNUSED = "unused";

  /** Which inputs a model knows before it runs. */
  enum Bound {
    NOTHING,
    /** All inputs but the first that are no floating point numbers: sizes, axes, positions. */
    SIZES,
    /** All inputs but the first: weights, too. */
    WEIGHTS,
    /** All inputs: what is left is constants, and an input that nothing reads. */
    EVERYTHING
  }

  static NodeCase of(Path folder) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(Files.readAllBytes(folder.resolve("model.onnx")));
      ModelMessage model = ModelReader.read(MemorySegment.ofArray(bytes.toByteArray()));
      if (model.operatorSets().getOrDefault("", (long) FIRST_SET) < FIRST_SET) {
        ByteArrayOutputStream set = new ByteArrayOutputStream();
        ModelBytes.integer(set, 2, FIRST_SET);
        ModelBytes.message(bytes, 8, set);
      }
      return new NodeCase(folder.getFileName().toString(), folder, bytes.toByteArray(), model);
    } catch (IOException | MalformedMessage e) {
      throw new IllegalStateException(folder.toString(), e);
    }
  }

  Set<String> operators() {
    return model.nodes().stream().map(NodeMessage::operator).collect(Collectors.toSet());
  }

  /** The model with some of its inputs as tensors. */
  Imported read(Bound bound) throws IOException {
    ByteArrayOutputStream more = new ByteArrayOutputStream();
    for (int i = 0; i < model.inputs().size(); i++) {
      boolean isBound =
          switch (bound) {
            case NOTHING -> false;
            case SIZES -> i > 0 && !isFloat(model.inputs().get(i));
            case WEIGHTS -> i > 0;
            case EVERYTHING -> true;
          };
      if (isBound && Files.exists(input(i))) {
        ModelBytes.bytes(more, 5, Files.readAllBytes(input(i)));
      }
    }
    if (bound == Bound.EVERYTHING) {
      ModelBytes.message(more, 11, ModelBytes.value(UNUSED, ModelBytes.FLOAT, 1));
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(bytes);
    ModelBytes.message(whole, 7, more);
    return Importing.read(whole.toByteArray());
  }

  private static boolean isFloat(ValueMessage input) {
    return input.type().filter(type -> type.kind() != DataType.Kind.FLOAT).isEmpty();
  }

  /** What the inputs of the graph that was read are given. */
  Map<String, Tensor> inputs(Graph graph) throws IOException {
    List<String> names = model.inputs().stream().map(ValueMessage::name).toList();
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Node node : graph.inputs()) {
      inputs.put(
          node.name(),
          node.name().equals(UNUSED)
              ? Tensor.of(new float[1], 1)
              : read(model.inputs(), names.indexOf(node.name()), "input"));
    }
    return inputs;
  }

  /** What the outputs must be, in the model's order. */
  List<Tensor> outputs() throws IOException {
    List<Tensor> outputs = new ArrayList<>();
    for (int i = 0; i < model.outputs().size(); i++) {
      outputs.add(read(model.outputs(), i, "output"));
    }
    return outputs;
  }

  private Tensor read(List<ValueMessage> ports, int index, String kind) throws IOException {
    return NodeData.read(data(kind, index), ports.get(index).type().orElseThrow());
  }

  private Path input(int index) {
    return data("input", index);
  }

  private Path data(String kind, int index) {
    return folder.resolve("test_data_set_0/%s_%d.pb".formatted(kind, index));
  }
}
