package dev.whittle.cli.output;

import dev.whittle.cli.measure.Compilations;
import dev.whittle.runtime.Profile;
import dev.whittle.runtime.Step;
import dev.whittle.runtime.json.Json;

/** A profile as a table or as JSON. */
public final class ProfileReport {
  private ProfileReport() {}

  public static String text(Profile profile) {
    Table table = new Table(3, "node", "kernel", "source", "ms", "GFLOP/s", "share");
    for (Profile.Row row : profile.rows()) {
      Step step = row.step();
      table.row(
          step.name(),
          step.kernel(),
          step.source(),
          Units.milliseconds(row.nanos()),
          Units.format("%.1f", row.gflops()),
          Units.percent(row.share()));
    }
    return "%s, batch %d, %s, %d lanes, mean of %d runs: %s ms%n%n%s"
        .formatted(
            profile.model(),
            profile.batch(),
            Units.plural(profile.threads(), "thread"),
            profile.lanes(),
            profile.runs(),
            Units.milliseconds(profile.nanos()),
            table);
  }

  public static Json json(Profile profile) {
    return members(profile).build();
  }

  /** The same with what the JVM's second compiler did before. */
  public static Json json(Profile profile, Compilations compilations) {
    return members(profile).put("compilations", CompilationReport.json(compilations)).build();
  }

  private static Json.Builder members(Profile profile) {
    return Json.object()
        .put("network", profile.model())
        .put("batch", profile.batch())
        .put("threads", profile.threads())
        .put("lanes", profile.lanes())
        .put("runs", profile.runs())
        .put("ms", profile.nanos() / 1e6)
        .put(
            "nodes",
            Json.array(
                profile.rows().stream()
                    .map(row ->
                        Json.object()
                            .put("name", row.step().name())
                            .put("kernel", row.step().kernel())
                            .put("source", row.step().source())
                            .put("flops", row.step().flops())
                            .put("bytes", row.step().bytes())
                            .put("ms", row.nanos() / 1e6)
                            .put("gflops", row.gflops())
                            .put("share", row.share())
                            .build())
                    .toList()));
  }
}
