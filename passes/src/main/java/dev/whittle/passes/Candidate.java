package dev.whittle.passes;

import dev.whittle.runtime.Layout;
import java.util.List;

/**
 * One way to run an op.
 *
 * @param algorithm names the schedule; with the layouts it identifies the candidate
 * @param operandLayouts one for each operand of the op, weights and bias included
 * @param layout that of every result, and of a residual operand
 * @param fusesActivation applies any activations to the result before storing it
 * @param fusesResidual adds one operand to the result before storing it. That operand may lie at
 *     the very place of the result: each of its elements is read before the same element is
 *     written, and nothing else is written there earlier
 * @param scratchFloats what one worker needs besides operands and results
 * @param efficiency the share of the machine's arithmetic peak this kernel is expected to reach on
 *     this op when memory does not limit it, above 0; what counts are the op's own operations, so
 *     an algorithm that does with fewer may exceed 1. Choices between candidates and reorders weigh
 *     it
 * @param error a bound of what the algorithm adds to the rounding of plain float sums, relative to
 *     the largest result; 0 for one that computes the sums as the op defines them
 * @param parts of which an op that stands for several is made, a step each; empty for one step
 */
public record Candidate(
    String algorithm,
    List<Layout> operandLayouts,
    Layout layout,
    boolean fusesActivation,
    boolean fusesResidual,
    int scratchFloats,
    double efficiency,
    double error,
    List<Candidate> parts) {
  public Candidate {
    operandLayouts = List.copyOf(operandLayouts);
    parts = List.copyOf(parts);
    if (!(efficiency > 0) || scratchFloats < 0 || !(error >= 0)) {
      throw new IllegalArgumentException(
          "%s: efficiency %s, scratch %d, error %s"
              .formatted(algorithm, efficiency, scratchFloats, error));
    }
  }

  /** A candidate of one step. */
  public Candidate(
      String algorithm,
      List<Layout> operandLayouts,
      Layout layout,
      boolean fusesActivation,
      boolean fusesResidual,
      int scratchFloats,
      double efficiency,
      double error) {
    this(
        algorithm,
        operandLayouts,
        layout,
        fusesActivation,
        fusesResidual,
        scratchFloats,
        efficiency,
        error,
        List.of());
  }

  /** A candidate of one step whose sums are plain. */
  public Candidate(
      String algorithm,
      List<Layout> operandLayouts,
      Layout layout,
      boolean fusesActivation,
      boolean fusesResidual,
      int scratchFloats,
      double efficiency) {
    this(
        algorithm,
        operandLayouts,
        layout,
        fusesActivation,
        fusesResidual,
        scratchFloats,
        efficiency,
        0);
  }
}
