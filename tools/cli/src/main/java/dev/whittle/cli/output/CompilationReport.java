package dev.whittle.cli.output;

import dev.whittle.cli.measure.Compilations;
import dev.whittle.runtime.json.Json;

/** What HotSpot's second compiler did, as a table or as JSON. */
public final class CompilationReport {
  private CompilationReport() {}

  public static String text(Compilations compilations) {
    Table table = new Table(1, "hot method", "times", "C2 ms");
    for (Compilations.Method method : compilations.hot()) {
      table.row(
          method.name(), Integer.toString(method.times()), Units.milliseconds(method.nanos()));
    }
    return "%s, %d hot: C2 took %s ms for them, %s ms for all of the JVM%n%n%s"
        .formatted(
            Units.plural(compilations.methods(), "generated method"),
            compilations.hot().size(),
            Units.milliseconds(compilations.nanos()),
            Units.milliseconds(compilations.allNanos()),
            table);
  }

  public static Json json(Compilations compilations) {
    return Json.object()
        .put("methods", compilations.methods())
        .put("hotMethods", compilations.hot().size())
        .put("c2_ms", compilations.nanos() / 1e6)
        .put("c2_all_ms", compilations.allNanos() / 1e6)
        .put(
            "hot",
            Json.array(
                compilations.hot().stream()
                    .map(method ->
                        Json.object()
                            .put("name", method.name())
                            .put("times", method.times())
                            .put("c2_ms", method.nanos() / 1e6)
                            .build())
                    .toList()))
        .build();
  }
}
