package dev.whittle.grammar.lower;

/** Gives up on a network that is too large; the limit it broke has been reported. */
final class Abandoned extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Abandoned() {
    super(null, null, false, false);
  }
}
