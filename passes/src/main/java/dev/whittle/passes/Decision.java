package dev.whittle.passes;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What was weighed to run a node, and what was taken. Kernels are chosen for all nodes at once, so
 * an alternative counts with the reorders it would bring while its neighbours stay as chosen.
 *
 * @param graph in which kernels were still open
 * @param alternatives in the order in which the kernels offered them
 */
public record Decision(
    Graph graph, Node node, List<Alternative> alternatives, List<Rejection> rejections) {
  /**
   * One way to run the node.
   *
   * @param predicted nanoseconds that the cost model expects the kernel to take on one core
   * @param known nanoseconds it took when it was measured, where the choice went by that
   * @param reorders nanoseconds of the layout conversions of its operands and results
   */
  public record Alternative(
      Candidate candidate,
      double predicted,
      OptionalDouble known,
      double reorders,
      boolean isChosen) {
    /** The nanoseconds of the kernel that the choice went by. */
    public double kernel() {
      return known.orElse(predicted);
    }
  }

  /**
   * A way to run the node that was not weighed.
   *
   * @param reason what is said of it: {@code its error is 3.1e-05, ...}
   */
  public record Rejection(Candidate candidate, String reason) {}

  public Decision {
    alternatives = List.copyOf(alternatives);
    rejections = List.copyOf(rejections);
  }
}
