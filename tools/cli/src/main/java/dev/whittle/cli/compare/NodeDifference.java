package dev.whittle.cli.compare;

import dev.whittle.cli.guard.Comparison;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Value;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.runtime.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A node whose value is another in the second network.
 *
 * @param index the element that is furthest apart, in row-major order
 * @param relative the distance, relative to the largest value
 */
record NodeDifference(Node node, int index, float first, float second, double relative) {
  /**
   * The first node that differs by more than {@code tolerance} and whose difference reaches an
   * output: from there, no node on the way agrees. A pair that differs by name only, as where one
   * network has folded a normalisation into a convolution, is followed by one that agrees.
   *
   * @param values of the second network, by those of the first that they stand for
   */
  static Optional<NodeDifference> find(
      Evaluation first, Map<Value, Tensor> values, double tolerance) {
    Graph graph = first.graph();
    Set<Node> differing = new HashSet<>();
    Set<Node> reaching = new HashSet<>();
    for (Node node : graph.nodes().reversed()) {
      List<Value> paired = paired(node, values);
      boolean differs = paired.stream().anyMatch(v -> relative(first, values, v) > tolerance);
      boolean leads =
          differs
                  && IntStream.range(0, node.types().size())
                      .mapToObj(node::result)
                      .anyMatch(graph::isOutput)
              || graph.users(node).stream().anyMatch(reaching::contains);
      if (differs) {
        differing.add(node);
      }
      if (leads && (differs || paired.isEmpty())) {
        reaching.add(node);
      }
    }
    return graph.nodes().stream()
        .filter(node -> differing.contains(node) && reaching.contains(node))
        .findFirst()
        .map(node -> of(node, first, values));
  }

  private static List<Value> paired(Node node, Map<Value, Tensor> values) {
    return IntStream.range(0, node.types().size())
        .mapToObj(node::result)
        .filter(values::containsKey)
        .toList();
  }

  private static double relative(Evaluation first, Map<Value, Tensor> values, Value value) {
    return Comparison.difference(first.value(value).floats(), values.get(value).floats());
  }

  private static NodeDifference of(Node node, Evaluation first, Map<Value, Tensor> values) {
    Value worst = null;
    double relative = -1;
    for (Value value : paired(node, values)) {
      double here = relative(first, values, value);
      if (here > relative) {
        worst = value;
        relative = here;
      }
    }
    float[] expected = first.value(worst).floats();
    float[] actual = values.get(worst).floats();
    int index = 0;
    for (int i = 1; i < expected.length; i++) {
      boolean isFurther =
          OutputDifference.apart(expected[i], actual[i])
              > OutputDifference.apart(expected[index], actual[index]);
      index = isFurther ? i : index;
    }
    return new NodeDifference(node, index, expected[index], actual[index], relative);
  }
}
