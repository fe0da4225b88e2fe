package dev.whittle.passes.ledger;

import dev.whittle.runtime.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Inputs to compare networks on.
 *
 * @param description what they are, for people: {@code 72 pictures of glyphs}
 * @param count how many items
 * @param inputs the tensors of an item by input name, made when they are asked for
 * @param labels the right class of each item; empty when nobody knows
 */
public record Data(
    String description, int count, IntFunction<Map<String, Tensor>> inputs, List<Integer> labels) {
  public Data {
    labels = List.copyOf(labels);
    if (count < 1 || !labels.isEmpty() && labels.size() != count) {
      throw new IllegalArgumentException("%d items, %d labels".formatted(count, labels.size()));
    }
  }
}
