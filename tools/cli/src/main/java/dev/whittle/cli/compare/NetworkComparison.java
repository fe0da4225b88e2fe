package dev.whittle.cli.compare;

import dev.whittle.cli.output.Progress;
import dev.whittle.ir.Output;
import dev.whittle.ir.Value;
import dev.whittle.passes.cost.Costs;
import dev.whittle.passes.ledger.Data;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of comparing two networks.
 *
 * @param nodes where they part; empty when they agree
 */
public record NetworkComparison(
    String first,
    String second,
    String data,
    int items,
    double tolerance,
    List<OutputDifference> outputs,
    Optional<Nodes> nodes) {
  /**
   * What the nodes say, on the first item that differs.
   *
   * @param isEvaluated false when the networks are too large for the reference evaluator
   * @param pairs values that both networks have
   */
  record Nodes(boolean isEvaluated, int pairs, Optional<NodeDifference> first) {}

  /** Runs both on all items; where outputs differ, looks for the node it starts at. */
  public static NetworkComparison of(
      First first, Side second, Data data, double tolerance, Progress progress) {
    List<OutputDifference> outputs = new ArrayList<>();
    for (Output output : first.graph().outputs()) {
      outputs.add(new OutputDifference(first.graph(), output));
    }
    Map<String, Tensor> differing = null;
    for (int item = 0; item < data.count(); item++) {
      Map<String, Tensor> inputs = data.inputs().apply(item);
      Map<String, Tensor> expected = first.model().run(inputs);
      Map<String, Tensor> actual = second.run(inputs);
      double relative = 0;
      for (OutputDifference output : outputs) {
        String name = output.name();
        relative = Math.max(relative, output.add(expected.get(name), actual.get(name)));
      }
      differing = differing == null && relative > tolerance ? inputs : differing;
      progress.step();
    }
    return new NetworkComparison(
        first.title(),
        second.title(),
        data.description(),
        data.count(),
        tolerance,
        outputs,
        Optional.ofNullable(differing).map(inputs -> nodes(first, second, inputs, tolerance)));
  }

  private static Nodes nodes(
      First first, Side second, Map<String, Tensor> inputs, double tolerance) {
    if (!Costs.suitReference(first.graph())) {
      return new Nodes(false, 0, Optional.empty());
    }
    Map<Value, Tensor> values = second.counterparts(inputs);
    return new Nodes(
        true, values.size(), NodeDifference.find(first.trace(inputs), values, tolerance));
  }

  /** Whether no output of any item differs by more than the tolerance. */
  public boolean agrees() {
    return nodes.isEmpty();
  }
}
