package dev.whittle.tests.graphs;

import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipelines;
import java.util.Map;

/** Pipelines for networks so small that it makes no difference what is fast. */
public final class SmallPipelines {
  /** {@link Pipelines#EXACT} that makes one step of every expansion and the filter after it. */
  public static final Pipeline FUSING =
      new Pipeline(
          "fusing",
          Pipelines.EXACT.steps().stream()
              .map(step ->
                  step.pass().equals(Catalogue.FUSE_EXPANSIONS)
                      ? new Pipeline.Step(step.pass(), Map.of("always", true), step.reason())
                      : step)
              .toList());

  private SmallPipelines() {}
}
