package dev.whittle.bench.suite;

import dev.whittle.cli.output.Units;
import dev.whittle.runtime.Profile;
import dev.whittle.runtime.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * Where the time of a run goes.
 *
 * @param millis a whole run, which the steps share
 * @param layer the step whose own time is of interest
 */
record Kernels(double millis, List<Profile.Row> steps, Optional<Profile.Row> layer) {
  static Kernels of(Profile profile, Optional<String> layer, double millis) {
    return new Kernels(
        millis,
        profile.rows(),
        layer.flatMap(name ->
            profile.rows().stream().filter(row -> row.step().name().equals(name)).findFirst()));
  }

  /** The kernel of the layer, or how many kernels there are. */
  String name() {
    return layer
        .map(row -> row.step().kernel())
        .orElseGet(() ->
            Units.plural(
                steps.stream().map(row -> row.step().kernel()).distinct().count(), "kernel"));
  }

  /** The layer's own time in milliseconds, without conversions of layouts around it. */
  Optional<Double> layerMillis() {
    return layer.map(row -> row.share() * millis);
  }

  Json json() {
    return Json.array(
        steps.stream()
            .map(row ->
                Json.object()
                    .put("name", row.step().name())
                    .put("kernel", row.step().kernel())
                    .put("ms", row.share() * millis)
                    .put("flops", row.step().flops())
                    .put("bytes", row.step().bytes())
                    .build())
            .toList());
  }
}
