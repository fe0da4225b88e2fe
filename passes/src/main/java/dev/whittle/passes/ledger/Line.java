package dev.whittle.passes.ledger;

import dev.whittle.passes.Approximation;
import dev.whittle.passes.pipeline.Size;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A line of the ledger: a network at one point of its compilation, completed with the passes that
 * every network needs to run.
 *
 * @param pass the pass just done; empty for the network as written
 * @param patches how many edits that pass made
 * @param size of the network before it was completed
 * @param predicted nanoseconds of one run on one core
 * @param measured nanoseconds of one run by the wall clock, the median of several
 * @param difference to the network as written
 * @param approximations what the pass made of layers, when it is an approximate one
 */
public record Line(
    String pass,
    long patches,
    Size size,
    double predicted,
    OptionalDouble measured,
    Optional<Difference> difference,
    List<Approximation> approximations) {
  public Line {
    approximations = List.copyOf(approximations);
  }
}
