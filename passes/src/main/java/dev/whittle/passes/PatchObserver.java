package dev.whittle.passes;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Patch;

/** Watches every patch of a compilation; tests verify and evaluate here. */
@FunctionalInterface
public interface PatchObserver {
  /** Does nothing. */
  PatchObserver NONE = (before, patch, after) -> {};

  void applied(Graph before, Patch patch, Graph after);

  /** A kernel was chosen; the patch that says so follows. */
  default void decided(Decision decision) {}
}
