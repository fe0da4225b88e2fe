package dev.whittle.cli.guard;

import dev.whittle.cli.output.Units;
import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.PipelineSpec.Limit;
import dev.whittle.ir.PipelineSpec.Measure;
import dev.whittle.passes.pipeline.PipelineMistake;
import dev.whittle.runtime.json.Json;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether one limit of a guard holds.
 *
 * @param pictures how many were looked at
 */
public record Verdict(Path data, Limit limit, double measured, int pictures) {
  public boolean holds() {
    return limit.measure() == Measure.AGREEMENT
        ? measured >= limit.value()
        : measured <= limit.value();
  }

  /** What is wrong, at the limit's place. */
  Optional<Diagnostic> problem() {
    return holds()
        ? Optional.empty()
        : Optional.of(
            PipelineMistake.GUARD_BROKEN.error(
                limit.span(),
                "%s is %s, %s %s is allowed"
                    .formatted(
                        limit.measure().text(),
                        written(measured),
                        limit.measure() == Measure.AGREEMENT ? "at least" : "at most",
                        written(limit.value())),
                "measured on %s of %s against the network as written"
                    .formatted(Units.plural(pictures, "picture"), data.getFileName())));
  }

  public String text() {
    return "guard %s: %s %s, limit %s, on %s%n"
        .formatted(
            limit.span(),
            limit.measure().text(),
            written(measured),
            written(limit.value()),
            Units.plural(pictures, "picture"));
  }

  public Json json() {
    return Json.object()
        .put("measure", limit.measure().text())
        .put("measured", measured)
        .put("limit", limit.value())
        .put("pictures", pictures)
        .put("file", limit.span().file())
        .put("line", limit.span().line())
        .build();
  }

  private String written(double value) {
    return limit.measure() == Measure.DIFFERENCE
        ? Units.format("%.3g", value)
        : Units.percent(value);
  }
}
