package dev.whittle.onnx.message;

import java.util.List;
import java.util.Map;

/**
 * What a model file says, save for what no importer needs.
 *
 * @param producer what wrote the file, may be empty
 * @param operatorSets the version of each domain's operators; ONNX's own domain is empty
 * @param sparse names of initialisers that are stored sparsely
 */
public record ModelMessage(
    String producer,
    Map<String, Long> operatorSets,
    boolean hasGraph,
    List<NodeMessage> nodes,
    List<TensorMessage> initialisers,
    List<String> sparse,
    List<ValueMessage> inputs,
    List<ValueMessage> outputs) {
  public ModelMessage {
    operatorSets = Map.copyOf(operatorSets);
    nodes = List.copyOf(nodes);
    initialisers = List.copyOf(initialisers);
    sparse = List.copyOf(sparse);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
