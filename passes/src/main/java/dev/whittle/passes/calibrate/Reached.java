package dev.whittle.passes.calibrate;

import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Values of a network that no rewriting changes any more, for each item to calibrate on: what comes
 * behind them is computed from there. Only so many are kept, the oldest go first.
 */
public final class Reached {
  /** Elements that are kept of all values and items: half a GiB. */
  private static final long MOST = 1L << 27;

  private final Map<String, List<Tensor>> values = new LinkedHashMap<>();
  private final int items;
  private final long most;

  Reached(int items) {
    this(items, MOST);
  }

  /**
   * Nothing yet.
   *
   * @param items how many each value is kept for
   * @param most elements of all values and items
   */
  public Reached(int items, long most) {
    this.items = items;
    this.most = most;
  }

  /** The names of the nodes that have the values. */
  public Set<String> names() {
    return values.keySet();
  }

  Tensor of(String name, int item) {
    return values.get(name).get(item);
  }

  /** Whether a value of this type can be kept. */
  boolean hasRoom(TensorType type) {
    return items * type.shape().elementCount() <= most;
  }

  /**
   * Keeps values, and lets old ones go.
   *
   * @param reached for each name one for each item
   */
  void add(Map<String, List<Tensor>> reached) {
    values.putAll(reached);
    while (elements() > most && values.size() > 1) {
      values.remove(values.keySet().iterator().next());
    }
  }

  private long elements() {
    return values.values().stream().flatMap(List::stream).mapToLong(Tensor::elementCount).sum();
  }
}
