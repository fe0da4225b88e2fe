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
 *     this op when memory does not limit it, above 0 and at most 1; choices between candidates and
 *     reorders weigh it
 */
public record Candidate(
    String algorithm,
    List<Layout> operandLayouts,
    Layout layout,
    boolean fusesActivation,
    boolean fusesResidual,
    int scratchFloats,
    double efficiency) {
  public Candidate {
    operandLayouts = List.copyOf(operandLayouts);
    if (!(efficiency > 0 && efficiency <= 1) || scratchFloats < 0) {
      throw new IllegalArgumentException(
          "%s: efficiency %s, scratch %d".formatted(algorithm, efficiency, scratchFloats));
    }
  }
}
