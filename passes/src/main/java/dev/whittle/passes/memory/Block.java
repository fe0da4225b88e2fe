package dev.whittle.passes.memory;

/**
 * Memory needed for a stretch of time.
 *
 * @param floats a multiple of the alignment
 * @param from the first position in the order of execution at which it is needed
 * @param to the last
 */
record Block(long floats, int from, int to) {
  boolean meets(Block other) {
    return from <= other.to && other.from <= to;
  }

  /** Floats times positions. */
  long area() {
    return floats * (to - from + 1);
  }
}
