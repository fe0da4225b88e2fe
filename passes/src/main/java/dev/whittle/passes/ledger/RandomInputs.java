package dev.whittle.passes.ledger;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.runtime.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Inputs made up for networks. */
public final class RandomInputs {
  private RandomInputs() {}

  /**
   * A tensor for each input of {@code graph}, whose sizes are bound: numbers between −1 and 1,
   * zeros where the input takes whole numbers. The same seed makes the same tensors.
   */
  public static Map<String, Tensor> of(Graph graph, long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Node node : graph.inputs()) {
      Tensor tensor = Tensor.zeros(node.type().element(), node.type().shape().sizes());
      if (node.type().element().isFloat()) {
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
          values[i] = 2 * random.nextFloat() - 1;
        }
      }
      tensors.put(node.name(), tensor);
    }
    return tensors;
  }
}
