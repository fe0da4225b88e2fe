package dev.whittle.onnx.translate;

import dev.whittle.ir.Value;
import dev.whittle.runtime.Tensor;
import java.util.Map;

/** What a name of the model stands for. */
sealed interface Operand {
  /** Computed when the network runs. */
  record Live(Value value) implements Operand {}

  /**
   * Known when the network is read: an f32, i64 or bool tensor.
   *
   * @param name what the tensor is called, may be empty
   * @param isWeight whether it is stored in the model, not worked out from sizes
   * @param symbols for elements that are an open size, its name; the element itself is then 0
   */
  record Known(String name, Tensor tensor, boolean isWeight, Map<Integer, String> symbols)
      implements Operand {
    public Known {
      symbols = Map.copyOf(symbols);
    }

    static Known of(Tensor tensor) {
      return new Known("", tensor, false, Map.of());
    }

    Known with(Tensor other) {
      return new Known(name, other, isWeight, Map.of());
    }
  }

  /** What a node would have made that could not be translated. */
  record Failed() implements Operand {}
}
