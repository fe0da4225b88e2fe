package dev.whittle.grammar.write;

import dev.whittle.ir.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The statements of a network or block.
 *
 * @param results the ids of what is read from outside
 */
record Body(List<Chain> chains, Set<Integer> results) {
  Body {
    chains = List.copyOf(chains);
  }

  /** For each id, which chain makes it. */
  Map<Integer, Integer> makers() {
    Map<Integer, Integer> makers = new HashMap<>();
    for (int i = 0; i < chains.size(); i++) {
      makers.put(chains.get(i).last().id(), i);
    }
    return makers;
  }

  /** For each chain, the last one that reads it; the end where it is read from outside. */
  int[] lastReaders() {
    Map<Integer, Integer> makers = makers();
    int[] last = new int[chains.size()];
    Arrays.fill(last, -1);
    for (int i = 0; i < chains.size(); i++) {
      for (int step = 0; step < chains.get(i).steps().size(); step++) {
        for (Object operand : chains.get(i).outerOperands(step)) {
          if (operand instanceof Value value && makers.containsKey(value.node())) {
            last[makers.get(value.node())] = i;
          }
        }
      }
    }
    results.stream()
        .filter(makers::containsKey)
        .forEach(r -> last[makers.get(r)] = Integer.MAX_VALUE);
    return last;
  }
}
