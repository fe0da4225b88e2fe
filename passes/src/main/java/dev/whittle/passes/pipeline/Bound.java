package dev.whittle.passes.pipeline;

import dev.whittle.ir.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * What binding a user's pipeline to passes gave.
 *
 * @param pipeline absent when there was a mistake
 * @param diagnostics everything found, in the order of the steps
 */
public record Bound(Optional<TargetedPipeline> pipeline, List<Diagnostic> diagnostics) {
  public Bound {
    diagnostics = List.copyOf(diagnostics);
  }
}
