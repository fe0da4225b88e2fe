package dev.whittle.passes.ledger;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Inputs made up for networks. */
public final class RandomInputs {
  private static final int MOST = 100;

  private RandomInputs() {}

  /**
   * A tensor for each input of {@code graph}, whose sizes are bound: numbers between −1 and 1, or
   * whole ones. The same seed makes the same tensors.
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

  /** Numbers between −1 and 1; bytes, booleans or integers up to 100 of a type that holds such. */
  public static Tensor tensor(ElementType type, int[] sizes, Random random) {
    Tensor tensor = Tensor.zeros(type, sizes);
    if (type.isFloat()) {
      float[] values = tensor.floats();
      for (int i = 0; i < values.length; i++) {
        values[i] = 2 * random.nextFloat() - 1;
      }
      return tensor;
    }
    for (long i = 0; i < tensor.elementCount(); i++) {
      long whole =
          switch (type) {
            case U8, I8 -> random.nextInt(1 << Byte.SIZE);
            case BOOL -> random.nextInt(2);
            default -> random.nextInt(-MOST, MOST + 1);
          };
      for (int at = 0; at < type.bytes(); at++) {
        byte part = (byte) (whole >> Byte.SIZE * at);
        tensor.data().set(ValueLayout.JAVA_BYTE, i * type.bytes() + at, part);
      }
    }
    return tensor;
  }
}
