package dev.whittle.grammar.write;

import java.util.List;
import java.util.Optional;

/**
 * A block that the text defines. It returns what its last chain makes.
 *
 * @param body the first call's chains, with {@link Hole}s for what differs between the calls
 */
record Block(String name, List<Parameter> parameters, List<Chain> body) {
  /** A parameter; those with a default come last. */
  record Parameter(String name, String kind, Optional<Object> defaultValue) {}

  Block {
    parameters = List.copyOf(parameters);
  }

  Block with(List<Chain> body) {
    return new Block(name, parameters, body);
  }

  boolean hasWeights() {
    return body.stream().anyMatch(c -> !c.sites().isEmpty());
  }
}
