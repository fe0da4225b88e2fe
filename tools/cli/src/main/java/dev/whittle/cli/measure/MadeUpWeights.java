package dev.whittle.cli.measure;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Parameter;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Weights made up for timing, the same every time. */
public final class MadeUpWeights {
  private MadeUpWeights() {}

  /**
   * One tensor for each parameter. Matrices and kernels keep the spread of what goes through them
   * (He et al. 2015); vectors lie between 0.5 and 1, so that they may be variances.
   */
  public static Weights of(Graph graph) {
    Random random = new Random(1);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Parameter parameter) {
        tensors.computeIfAbsent(parameter.name(), name -> tensor(parameter, random));
      }
    }
    return Weights.of(tensors);
  }

  private static Tensor tensor(Parameter parameter, Random random) {
    int[] shape = parameter.type().shape().sizes();
    Tensor tensor = Tensor.zeros(parameter.type().element(), shape);
    float[] values = tensor.floats();
    double spread = shape.length < 2 ? 0 : Math.sqrt(2.0 * shape[0] / values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (float)
              (shape.length < 2 ? 0.5 + random.nextDouble() / 2 : spread * random.nextGaussian());
    }
    return tensor;
  }
}
