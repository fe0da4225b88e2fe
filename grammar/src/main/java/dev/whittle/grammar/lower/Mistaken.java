package dev.whittle.grammar.lower;

/** Leaves the evaluation of an expression whose mistake has been reported. */
final class Mistaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Mistaken() {
    super(null, null, false, false);
  }
}
