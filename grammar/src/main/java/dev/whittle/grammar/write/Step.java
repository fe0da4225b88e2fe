package dev.whittle.grammar.write;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call of an operator, layer or block, before it has a place in the text.
 *
 * @param id that of the node whose value it makes
 * @param operands each a {@link dev.whittle.ir.Value}, a {@link Hole} or a {@link Verbatim}
 * @param arguments values as {@code Spelling} writes them, {@link Hole}s or {@link Verbatim}s
 * @param hasWeights it is a layer, or a block that holds one
 * @param path what its weights are called by, from the body it stands in; absent when an argument
 *     says it
 * @param name what the graph calls it
 */
record Step(
    int id,
    String function,
    List<Object> operands,
    Map<String, Object> arguments,
    boolean hasWeights,
    Optional<String> path,
    String name,
    int results,
    String documentation) {
  Step {
    operands = List.copyOf(operands);
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  Step with(List<Object> operands, Map<String, Object> arguments, Optional<String> path) {
    return new Step(id, function, operands, arguments, hasWeights, path, name, results, "");
  }
}
