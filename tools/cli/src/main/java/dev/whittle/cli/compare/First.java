package dev.whittle.cli.compare;

import dev.whittle.cli.option.Source;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The first of two networks that are compared, as it is written.
 *
 * @param graph with its symbolic sizes bound to 1
 * @param model the same as code
 */
public record First(Source source, Graph graph, Model model) {
  /** The name of its file. */
  public String title() {
    return source.file().getFileName().toString();
  }

  Evaluation trace(Map<String, Tensor> inputs) {
    return ReferenceEvaluator.trace(graph, source.weights(), inputs);
  }

  /** What nodes compute, without what they are given. */
  static List<Value> computed(Graph graph) {
    return graph.nodes().stream()
        .filter(First::computes)
        .flatMap(node -> IntStream.range(0, node.types().size()).mapToObj(node::result))
        .toList();
  }

  private static boolean computes(Node node) {
    return !(node.op() instanceof Input
        || node.op() instanceof Parameter
        || node.op() instanceof Constant);
  }
}
