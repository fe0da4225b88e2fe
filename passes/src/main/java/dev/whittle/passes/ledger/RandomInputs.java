package dev.whittle.passes.ledger;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.ElementType;
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
      TensorType type = node.type();
      tensors.put(node.name(), tensor(type.element(), type.shape().sizes(), random));
    }
    return tensors;
  }

  /** Numbers between −1 and 1; zeros of a type that holds whole numbers. */
  public static Tensor tensor(ElementType type, int[] sizes, Random random) {
    Tensor tensor = Tensor.zeros(type, sizes);
    if (type.isFloat()) {
      float[] values = tensor.floats();
      for (int i = 0; i < values.length; i++) {
        values[i] = 2 * random.nextFloat() - 1;
      }
    }
    return tensor;
  }
}
