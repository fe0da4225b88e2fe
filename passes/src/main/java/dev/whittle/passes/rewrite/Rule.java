package dev.whittle.passes.rewrite;

import dev.whittle.ir.Patch;
import java.util.Optional;

/**
 * One small rewrite, tried at one node at a time.
 *
 * <p>A rule is stateless, never undoes what a rule beside it does, and returns to the same site
 * only finitely often: the rewriter runs rules until none applies.
 */
public interface Rule {
  /** The name in patch labels and reports. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** The patch that rewrites {@code site}, if the rule applies there. */
  Optional<Patch> apply(Site site);
}
