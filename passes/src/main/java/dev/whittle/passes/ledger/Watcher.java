package dev.whittle.passes.ledger;

/** Is told how far a measurement has come. */
@FunctionalInterface
public interface Watcher {
  /** Does nothing. */
  Watcher NONE = (what, total) -> () -> {};

  /** {@code total} units of {@code what} begin; the answer is to be run after each. */
  Runnable begin(String what, int total);
}
