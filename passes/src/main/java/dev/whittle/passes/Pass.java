package dev.whittle.passes;

import dev.whittle.ir.Graph;
import java.util.Map;
import java.util.Optional;

/** One transformation of a graph; stateless. */
public interface Pass {
  PassInfo info();

  /**
   * Why options that are each as they should be do not go together, as it follows the pass' name:
   * {@code needs rank or energy}.
   *
   * @param options those that a pipeline gives
   */
  default Optional<String> objection(Map<String, Object> options) {
    return Optional.empty();
  }

  /**
   * The transformed graph, made by patches that went through {@link PassContext#apply}; {@code
   * graph} itself when there was nothing to do.
   */
  Graph run(Graph graph, PassContext context);
}
