package dev.whittle.runtime;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A compiled network without its classes: the plans for each batch and width, one copy of the
 * weights, how pictures become inputs and what outputs are called.
 *
 * @param name the network's name
 * @param abi the {@link Program#ABI} its classes were generated for
 * @param plans at least one, at most one for each (lanes, batch)
 * @param preprocessing by input name
 * @param labels by output name
 * @param weights the logical tensors
 */
public record ModelFile(
    String name,
    int abi,
    List<Plan> plans,
    Map<String, Preprocessing> preprocessing,
    Map<String, List<String>> labels,
    Weights weights) {
  public ModelFile {
    Objects.requireNonNull(name);
    Objects.requireNonNull(weights);
    plans = List.copyOf(plans);
    preprocessing = java.util.Collections.unmodifiableMap(new TreeMap<>(preprocessing));
    labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
  }
}
