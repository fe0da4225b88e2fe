package dev.whittle.cli.compare;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.passes.PatchObserver;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Follows values through a compilation: a patch that replaces one says which value stands for it. A
 * patch that fuses nodes lets one value stand for all of them; it is the last one's.
 */
final class Replacements implements PatchObserver {
  private final Map<Value, Value> current = new LinkedHashMap<>();

  /** Follows what nodes of {@code source} compute. */
  Replacements(Graph source) {
    First.computed(source).forEach(value -> current.put(value, value));
  }

  @Override
  public void applied(Graph before, Patch patch, Graph after) {
    Map<Value, Value> replaced = patch.replacements();
    current.replaceAll((value, now) -> {
      Value next = now;
      while (replaced.containsKey(next)) {
        next = replaced.get(next);
      }
      return next;
    });
    current.values().removeIf(now -> !after.contains(now.node()));
  }

  /** The values of the source that {@code result} still has, by those that are the same there. */
  Map<Value, Value> survivors(Graph result) {
    Map<Value, Value> survivors = new LinkedHashMap<>();
    current.forEach((value, now) -> {
      if (result.contains(now.node())) {
        survivors.put(now, value);
      }
    });
    return survivors;
  }
}
