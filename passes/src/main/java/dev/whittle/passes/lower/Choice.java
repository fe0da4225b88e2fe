package dev.whittle.passes.lower;

import dev.whittle.passes.Candidate;
import java.util.OptionalDouble;

/**
 * A candidate for a node, and what its kernel takes, without reorders.
 *
 * @param predicted nanoseconds by the cost model
 * @param known nanoseconds as measured, where those of all candidates are known
 */
record Choice(Candidate candidate, double predicted, OptionalDouble known) {
  double nanoseconds() {
    return known.orElse(predicted);
  }
}
