package dev.whittle.passes;

import dev.whittle.ir.Graph;

/** One transformation of a graph; stateless. */
public interface Pass {
  PassInfo info();

  /**
   * The transformed graph, made by patches that went through {@link PassContext#apply}; {@code
   * graph} itself when there was nothing to do.
   */
  Graph run(Graph graph, PassContext context);
}
