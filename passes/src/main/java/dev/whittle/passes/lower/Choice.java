package dev.whittle.passes.lower;

import dev.whittle.passes.Candidate;

/**
 * A candidate for a node, and what it is expected to take.
 *
 * @param nanoseconds the kernel alone, without reorders
 */
record Choice(Candidate candidate, double nanoseconds) {}
