package dev.whittle.cli.pipeline;

import dev.whittle.cli.output.Units;
import dev.whittle.ir.PipelineSpec;
import dev.whittle.runtime.json.Json;

/** A user's pipeline in a line. */
public final class PipelineSummary {
  private PipelineSummary() {}

  public static String text(PipelineSpec spec) {
    return "pipeline %s: %s, %s%n"
        .formatted(
            spec.name(),
            Units.plural(spec.steps().size(), "step"),
            Units.plural(spec.guards().size(), "guard"));
  }

  public static Json json(PipelineSpec spec) {
    return Json.object()
        .put("name", spec.name())
        .put("documentation", spec.documentation())
        .put("steps", spec.steps().size())
        .put("guards", spec.guards().size())
        .build();
  }
}
