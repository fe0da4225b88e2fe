package dev.whittle.cli.measure;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Softmax;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Weights made up for timing, the same every time. */
public final class MadeUpWeights {
  private static final double SMALL = 0.25;

  private MadeUpWeights() {}

  /**
   * One tensor for each parameter. Matrices and kernels keep the spread of what goes through them
   * (He et al. 2015); vectors lie between 0.5 and 1, so that they may be variances, but scales and
   * shifts of what is added to something else are smaller, lest many sums in a row grow (after
   * Goyal et al. 2017).
   */
  public static Weights of(Graph graph) {
    Random random = new Random(1);
    Set<Node> small = new HashSet<>(summands(graph));
    small.addAll(scores(graph));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Parameter parameter) {
        double factor = small.contains(node) ? SMALL : 1;
        tensors.computeIfAbsent(parameter.name(), name -> tensor(parameter, factor, random));
      }
    }
    return Weights.of(tensors);
  }

  /** The scales and shifts of batch normalisations whose results are operands of sums. */
  private static Set<Node> summands(Graph graph) {
    return producers(graph, Add.class)
        .filter(node -> node.op() instanceof BatchNorm)
        .flatMap(node -> node.operands().subList(1, 3).stream())
        .map(graph::node)
        .collect(Collectors.toSet());
  }

  /** The weights of dense layers and convolutions whose results a softmax takes. */
  private static Set<Node> scores(Graph graph) {
    return producers(graph, Softmax.class)
        .filter(node -> node.op() instanceof Dense || node.op() instanceof Conv)
        .map(node -> graph.node(node.operand(1)))
        .collect(Collectors.toSet());
  }

  private static Stream<Node> producers(Graph graph, Class<? extends Op> consumer) {
    return graph.nodes().stream()
        .filter(node -> consumer.isInstance(node.op()))
        .flatMap(node -> node.operands().stream())
        .map(graph::node);
  }

  private static Tensor tensor(Parameter parameter, double factor, Random random) {
    int[] shape = parameter.type().shape().sizes();
    Tensor tensor = Tensor.zeros(parameter.type().element(), shape);
    float[] values = tensor.floats();
    double spread = shape.length < 2 ? 0 : Math.sqrt(2.0 * shape[0] / values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (float)
              (shape.length < 2
                  ? factor * (1 + random.nextDouble()) / 2
                  : factor * spread * random.nextGaussian());
    }
    return tensor;
  }
}
