package dev.whittle.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tensors of a model file. */
final class StoredWeights implements Weights {
  private final Map<String, StoredTensor> tensors;

  StoredWeights(Map<String, StoredTensor> tensors) {
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  @Override
  public Optional<Tensor> find(String name) {
    return Optional.ofNullable(tensors.get(name)).map(StoredTensor::verified);
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }
}
