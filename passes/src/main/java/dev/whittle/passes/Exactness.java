package dev.whittle.passes;

/** How far a pass may move a network's results; it decides how the pass is tested. */
public enum Exactness {
  /** Results are bitwise the same on the reference evaluator. */
  EXACT,
  /** Results differ by rounding only: the tolerance follows from the lengths of the sums. */
  ROUNDING,
  /** Results differ; the error is reported and monotone in the pass's knob. */
  APPROXIMATE
}
