package dev.whittle.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

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

  /** Verifies those of the tensors called {@code names} that are not, on all of {@code workers}. */
  void verify(Set<String> names, Workers workers) {
    List<StoredTensor> wanted = new ArrayList<>();
    for (String name : names) {
      StoredTensor tensor = tensors.get(name);
      if (tensor != null && !tensor.isVerified()) {
        wanted.add(tensor);
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    AtomicInteger next = new AtomicInteger();
    workers.run(
        workers.threads(),
        (from, to) -> {
          for (int i; (i = next.getAndIncrement()) < wanted.size(); ) {
            wanted.get(i).verify();
          }
        });
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }
}
