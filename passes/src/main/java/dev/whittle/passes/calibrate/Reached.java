package dev.whittle.passes.calibrate;

import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Values of a network that no rewriting changes any more, for each item to calibrate on: what comes
 * behind them is computed from there. Only so many are kept, the oldest go first.
 */
final class Reached {
  /** Elements that are kept of all values and items: a GiB. */
  private static final long MOST = 1L << 28;

  private final Map<String, List<Tensor>> values = new LinkedHashMap<>();
  private final int items;

  Reached(int items) {
    this.items = items;
  }

  /** The names of the nodes that have the values. */
  Set<String> names() {
    return values.keySet();
  }

  Tensor of(String name, int item) {
    return values.get(name).get(item);
  }

  /** Whether a value of this type can be kept. */
  boolean hasRoom(TensorType type) {
    return items * type.shape().elementCount() <= MOST;
  }

  /** Keeps the value of the next item. */
  void add(String name, Tensor value) {
    values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    while (elements() > MOST && values.size() > 1) {
      values.remove(values.keySet().iterator().next());
    }
  }

  private long elements() {
    return values.values().stream()
        .mapToLong(tensors -> tensors.size() * tensors.getFirst().elementCount())
        .sum();
  }
}
