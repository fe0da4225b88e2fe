package dev.whittle.ir.reference;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Output;
import dev.whittle.ir.Value;
import dev.whittle.runtime.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every value of one run of a network.
 *
 * @param graph the network with its symbolic sizes bound
 * @param values each result of each node, in the order they were computed
 */
public record Evaluation(Graph graph, Map<Value, Tensor> values) {
  public Tensor value(Value value) {
    return values.get(value);
  }

  /** The network's outputs by name, in declaration order. */
  public Map<String, Tensor> outputs() {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (Output output : graph.outputs()) {
      outputs.put(output.name(), value(output.value()));
    }
    return outputs;
  }
}
