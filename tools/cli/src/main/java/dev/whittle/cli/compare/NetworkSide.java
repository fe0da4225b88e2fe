package dev.whittle.cli.compare;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.Value;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.runtime.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Another network. Its values are paired by the names of their nodes where the types are the same;
 * outputs are paired whatever makes them.
 */
public final class NetworkSide implements Side {
  private final First second;
  private final PortNames names;
  private final Map<Value, Value> pairs = new HashMap<>();

  /**
   * @throws dev.whittle.cli.UserError when inputs or outputs are not of the same types
   */
  public NetworkSide(Graph first, First second) {
    this.second = second;
    Graph other = second.graph();
    this.names = PortNames.of(first, other);
    for (Value value : First.computed(first)) {
      Node node = first.node(value);
      other
          .find(node.name())
          .filter(found -> found.types().equals(node.types()))
          .ifPresent(found -> pairs.put(value, found.result(value.index())));
    }
    Map<String, Value> outputs = new HashMap<>();
    other.outputs().forEach(output -> outputs.put(output.name(), output.value()));
    for (Output output : first.outputs()) {
      pairs.put(output.value(), outputs.get(names.outputs().get(output.name())));
    }
  }

  @Override
  public String title() {
    return second.title();
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    Map<String, Tensor> outputs = second.model().run(renamed(inputs));
    Map<String, Tensor> result = new LinkedHashMap<>();
    names.outputs().forEach((name, other) -> result.put(name, outputs.get(other)));
    return result;
  }

  @Override
  public Map<Value, Tensor> counterparts(Map<String, Tensor> inputs) {
    Evaluation evaluation = second.trace(renamed(inputs));
    Map<Value, Tensor> values = new HashMap<>();
    pairs.forEach((value, other) -> values.put(value, evaluation.value(other)));
    return values;
  }

  private Map<String, Tensor> renamed(Map<String, Tensor> inputs) {
    Map<String, Tensor> renamed = new LinkedHashMap<>();
    names.inputs().forEach((name, other) -> renamed.put(other, inputs.get(name)));
    return renamed;
  }

  @Override
  public void close() {
    second.model().close();
  }
}
