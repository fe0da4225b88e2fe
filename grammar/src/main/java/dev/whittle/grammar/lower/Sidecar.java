package dev.whittle.grammar.lower;

import dev.whittle.runtime.Tensor;
import java.util.Map;

/** The values of a printed graph's constants, by the names the text gives them. */
record Sidecar(Map<String, Tensor> tensors) {
  static final Sidecar EMPTY = new Sidecar(Map.of());

  Sidecar {
    tensors = Map.copyOf(tensors);
  }
}
