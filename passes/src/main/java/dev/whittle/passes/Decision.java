package dev.whittle.passes;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import java.util.List;

/**
 * What was weighed to run a node, and what was taken. Kernels are chosen for all nodes at once, so
 * an alternative counts with the reorders it would bring while its neighbours stay as chosen.
 *
 * @param graph in which kernels were still open
 * @param alternatives in the order in which the kernels offered them
 */
public record Decision(Graph graph, Node node, List<Alternative> alternatives) {
  /**
   * One way to run the node.
   *
   * @param kernel nanoseconds the kernel is expected to take on one core
   * @param reorders nanoseconds of the layout conversions of its operands and results
   */
  public record Alternative(
      Candidate candidate, double kernel, double reorders, boolean isChosen) {}

  public Decision {
    alternatives = List.copyOf(alternatives);
  }
}
