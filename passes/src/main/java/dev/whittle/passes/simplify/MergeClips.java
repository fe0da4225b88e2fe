package dev.whittle.passes.simplify;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Relu;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.Optional;

/**
 * {@code clip(clip(x, a, b), c, d) -> clip(x, clip(a, c, d), clip(b, c, d))}, where a relu is
 * {@code clip(x, 0, ∞)}.
 */
public record MergeClips() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    Optional<Clip> outer = limits(site.op());
    if (outer.isEmpty()) {
      return Optional.empty();
    }
    Optional<Clip> inner = limits(site.producer(0).op());
    if (inner.isEmpty()) {
      return Optional.empty();
    }
    Clip both =
        new Clip(clip(inner.get().min(), outer.get()), clip(inner.get().max(), outer.get()));
    return site.replaceBy(both, site.producer(0).operand(0));
  }

  private static Optional<Clip> limits(Op op) {
    return switch (op) {
      case Relu _ -> Optional.of(new Clip(0f, Float.POSITIVE_INFINITY));
      case Clip clip when clip.min() <= clip.max() -> Optional.of(clip);
      default -> Optional.empty();
    };
  }

  private static float clip(float bound, Clip limits) {
    return Math.min(Math.max(bound, limits.min()), limits.max());
  }
}
