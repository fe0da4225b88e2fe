package dev.whittle.cli.compress;

import java.util.OptionalDouble;

/**
 * What a candidate came to, in the network that is otherwise compiled by the pipeline {@code
 * exact}.
 *
 * @param setting what the pass made of the value: {@code rank: 12}
 * @param before what the network costs without it, nanoseconds expected or bytes as the goal has it
 * @param after what it costs with it
 * @param damage the mean divergence of its scores, in nats; empty when it gains nothing and was not
 *     run; a lower bound when it is more than {@link Budgets#MOST}
 */
record Tried(Candidate candidate, String setting, long before, long after, OptionalDouble damage) {
  boolean isUsable() {
    return damage.isPresent() && Double.isFinite(damage.getAsDouble());
  }

  long gain() {
    return before - after;
  }

  /** What a pipeline's file has to say to do the same again. */
  String text() {
    return candidate.text(setting);
  }

  /** Gains as much as {@code other} for no more damage to the same layer. */
  boolean beats(Tried other) {
    return isUsable()
        && other.isUsable()
        && candidate.layer().equals(other.candidate.layer())
        && gain() >= other.gain()
        && damage.getAsDouble() <= other.damage.getAsDouble()
        && !equals(other);
  }
}
