package dev.whittle.cli.hwbench;

import dev.whittle.runtime.json.Json;

/**
 * What another JVM says of a pick.
 *
 * @param slowdown by how much it is slower there than the best there
 * @param noise the larger of both JVMs'
 */
record Verdict(String layer, String kernel, double slowdown, double noise) {
  static Verdict of(Answer here, Json.Obj there) {
    Question question = here.question();
    return new Verdict(
        question.name(),
        question.ways().get(question.pick()),
        there.get("slowdown").asDouble(),
        Math.max(here.noise(), there.get("noise").asDouble()));
  }

  boolean isBad() {
    return slowdown > Math.max(Answer.TOLERANCE, noise);
  }

  String text() {
    return "%s: %s is %.1f %% slower than the best, A/A noise %.1f %%"
        .formatted(layer, kernel, 100 * slowdown, 100 * noise);
  }

  Json json() {
    return Json.object()
        .put("layer", layer)
        .put("kernel", kernel)
        .put("slowdown", slowdown)
        .put("noise", noise)
        .put("isBad", isBad())
        .build();
  }
}
