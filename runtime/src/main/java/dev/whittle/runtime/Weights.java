package dev.whittle.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Named tensors: a safetensors file, a model file, or a map. */
public interface Weights {
  /** The tensor called {@code name}, if there is one. */
  Optional<Tensor> find(String name);

  /** Every name, in the source's order. */
  Set<String> names();

  /** Weights held in a map, in the map's order. */
  static Weights of(Map<String, Tensor> tensors) {
    Map<String, Tensor> copy = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    return new Weights() {
      @Override
      public Optional<Tensor> find(String name) {
        return Optional.ofNullable(copy.get(name));
      }

      @Override
      public Set<String> names() {
        return copy.keySet();
      }
    };
  }
}
