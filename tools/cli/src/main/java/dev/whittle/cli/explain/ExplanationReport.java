package dev.whittle.cli.explain;

import dev.whittle.cli.output.Table;
import dev.whittle.cli.output.Units;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Decision;
import dev.whittle.passes.Decision.Alternative;
import dev.whittle.passes.Decision.Rejection;
import dev.whittle.passes.history.Event;
import dev.whittle.passes.history.Trail;
import dev.whittle.passes.ledger.Layer;
import dev.whittle.passes.ledger.Layers;
import dev.whittle.passes.ledger.Subject;
import dev.whittle.runtime.Columns;
import dev.whittle.runtime.Layout;
import dev.whittle.runtime.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** An explanation for people and for programs. */
public final class ExplanationReport {
  private final Explanation explanation;
  private final Trail trail;
  private final Subject subject;

  ExplanationReport(Explanation explanation, Subject subject) {
    this.explanation = explanation;
    this.trail = explanation.trail();
    this.subject = subject;
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(trail.name()).append(": ").append(trail.operator()).append('\n');
    String place = Layers.place(trail.origin().span());
    if (!place.isEmpty()) {
      text.append("  %s  %s".formatted(place, explanation.line()).stripTrailing()).append('\n');
    }
    trail
        .origin()
        .documentation()
        .lines()
        .forEach(line -> text.append("  /// ").append(line).append('\n'));
    text.append('\n').append(history()).append('\n').append(now());
    trail.decision().ifPresent(decision -> text.append('\n').append(alternatives(decision)));
    return text.toString();
  }

  private String history() {
    if (trail.events().isEmpty()) {
      return "No pass touched it.\n";
    }
    Table table = new Table(2, "patch", "what it did");
    String current = trail.name();
    for (Event event : trail.events()) {
      table.row(event.patch(), what(event, current.equals(trail.name()) ? "it" : current));
      current = event.node();
    }
    return table.toString();
  }

  private static String what(Event event, String who) {
    String others = String.join(", ", event.others());
    return switch (event.kind()) {
      case ADDED -> "added it" + (others.isEmpty() ? "" : " in place of " + others);
      case REWRITTEN ->
          "rewrote %s: %s".formatted(who, event.operator())
              + (others.isEmpty() ? "" : ", with " + others);
      case EXTENDED -> "made " + others + " part of " + who;
      case MERGED ->
          "made %s part of %s: %s".formatted(who, event.node(), event.operator())
              + (others.isEmpty() ? "" : ", and of " + others);
      case REMOVED -> "removed %s: nothing read it any more".formatted(who);
    };
  }

  private String now() {
    if (trail.end().isEmpty()) {
      return "The compiled network has no trace of it.\n";
    }
    String end = trail.end().get();
    String who = end.equals(trail.name()) ? "It" : "It is part of " + end + ", which";
    if (!explanation.packing().isEmpty()) {
      return "%s is a weight, packed when the model is loaded: %s.\n"
          .formatted(who, explanation.packing());
    }
    Optional<Layer> layer = explanation.layer();
    return layer.map(l -> who + " " + run(l)).orElse(who + " is " + end + ".\n");
  }

  private static String run(Layer layer) {
    if (layer.algorithm().isEmpty()) {
      return "is an input, %s.\n".formatted(layer.type());
    }
    if (layer.kernel().isEmpty()) {
      return "is a view: no code runs, the result lies where its parts or its operand lie.\n";
    }
    String algorithm = layer.algorithm().equals(layer.operator()) ? "" : " · " + layer.algorithm();
    String macs = layer.cost().macs() == 0 ? "" : Units.count(layer.cost().macs()) + " MACs, ";
    return "runs as %s\n  %s%s · result %s %s\n  %s%s moved, predicted %s ms\n"
        .formatted(
            layer.kernel(),
            layer.operator(),
            algorithm,
            layer.type(),
            layer.layout(),
            macs,
            Units.bytes(layer.cost().bytes()),
            Units.milliseconds(layer.predicted()));
  }

  private String alternatives(Decision decision) {
    boolean isMeasured = explanation.measured().length > 0;
    boolean isKnown = decision.alternatives().stream().anyMatch(a -> a.known().isPresent());
    boolean isSparse =
        decision.alternatives().stream().anyMatch(a -> density(decision, a).isPresent());
    List<String> header = new ArrayList<>(List.of("", "algorithm", "layouts"));
    if (isSparse) {
      header.add("density");
    }
    header.add("predicted ms");
    if (isKnown) {
      header.add("in lock file");
    }
    header.addAll(List.of("reorders ms", "sum ms"));
    if (isMeasured) {
      header.add("measured ms");
    }
    Table table = new Table(3, header.toArray(String[]::new));
    for (int i = 0; i < decision.alternatives().size(); i++) {
      Alternative alternative = decision.alternatives().get(i);
      List<String> cells =
          new ArrayList<>(
              List.of(
                  alternative.isChosen() ? "chosen" : "",
                  alternative.candidate().algorithm(),
                  layouts(alternative.candidate())));
      if (isSparse) {
        cells.add(
            density(decision, alternative).stream()
                .mapToObj(density -> Units.format("%.3f", density))
                .findFirst()
                .orElse(""));
      }
      cells.add(Units.milliseconds(alternative.predicted()));
      if (isKnown) {
        cells.add(Units.milliseconds(alternative.kernel()));
      }
      cells.add(Units.milliseconds(alternative.reorders()));
      cells.add(Units.milliseconds(alternative.kernel() + alternative.reorders()));
      if (isMeasured) {
        cells.add(Units.milliseconds(explanation.measured()[i]));
      }
      table.row(cells.toArray(String[]::new));
    }
    return "Kernels weighed for %s, %d lanes (%s%s):%n%s%s"
        .formatted(
            decision.node().name(),
            subject.target().lanes(),
            isKnown ? "by the times in the lock file" : "predicted for one core",
            isMeasured ? "; measured: the kernel alone" : "",
            table,
            rejections(decision));
  }

  /** The share of the columns of a weight's blocks that a kernel without zeros reads. */
  private static OptionalDouble density(Decision decision, Alternative alternative) {
    List<Layout> layouts = alternative.candidate().operandLayouts();
    for (int i = 0; i < layouts.size(); i++) {
      Layout layout = layouts.get(i);
      if (layout.columns().isPresent()) {
        int[] shape = decision.graph().operandTypes(decision.node()).get(i).shape().sizes();
        double all = Columns.all(layout.block('O'), shape);
        return OptionalDouble.of(layout.columns().get().count() / all);
      }
    }
    return OptionalDouble.empty();
  }

  private static String rejections(Decision decision) {
    if (decision.rejections().isEmpty()) {
      return "";
    }
    Table table = new Table(3, "", "algorithm", "why not");
    for (Rejection rejection : decision.rejections()) {
      table.row("rejected", rejection.candidate().algorithm(), rejection.reason());
    }
    return "\n" + table;
  }

  private static String layouts(Candidate candidate) {
    return candidate.operandLayouts().stream()
        .map(Layout::text)
        .collect(Collectors.joining(", ", "", " → " + candidate.layout().text()));
  }

  public Json json() {
    Json.Builder json =
        Json.object()
            .put("name", trail.name())
            .put("operator", trail.operator())
            .put("source", Layers.place(trail.origin().span()))
            .put("line", explanation.line())
            .put("documentation", trail.origin().documentation())
            .put(
                "history",
                Json.array(trail.events().stream().map(ExplanationReport::json).toList()))
            .put("now", trail.end().<Json>map(Json.Text::new).orElse(new Json.Null()));
    if (!explanation.packing().isEmpty()) {
      json.put("packing", explanation.packing());
    }
    explanation.layer().ifPresent(layer -> json.put("layer", json(layer)));
    trail
        .decision()
        .ifPresent(decision -> {
          json.put("alternatives", json(decision));
          json.put(
              "rejected",
              Json.array(decision.rejections().stream().map(ExplanationReport::json).toList()));
        });
    return json.build();
  }

  private static Json json(Event event) {
    return Json.object()
        .put("patch", event.patch())
        .put("kind", event.kind().name().toLowerCase(Locale.ROOT))
        .put("node", event.node())
        .put("operator", event.operator())
        .put("others", Json.texts(event.others()))
        .build();
  }

  private static Json json(Rejection rejection) {
    return Json.object()
        .put("algorithm", rejection.candidate().algorithm())
        .put(
            "operandLayouts",
            Json.texts(rejection.candidate().operandLayouts().stream().map(Layout::text).toList()))
        .put("layout", rejection.candidate().layout().text())
        .put("reason", rejection.reason())
        .build();
  }

  private static Json json(Layer layer) {
    return Json.object()
        .put("operator", layer.operator())
        .put("algorithm", layer.algorithm())
        .put("layout", layer.layout())
        .put("kernel", layer.kernel())
        .put("type", layer.type())
        .put("macs", layer.cost().macs())
        .put("bytes", layer.cost().bytes())
        .put("predictedMs", layer.predicted() / 1e6)
        .build();
  }

  private Json json(Decision decision) {
    List<Json> alternatives = new ArrayList<>();
    for (int i = 0; i < decision.alternatives().size(); i++) {
      Alternative alternative = decision.alternatives().get(i);
      Candidate candidate = alternative.candidate();
      Json.Builder json =
          Json.object()
              .put("algorithm", candidate.algorithm())
              .put(
                  "operandLayouts",
                  Json.texts(candidate.operandLayouts().stream().map(Layout::text).toList()))
              .put("layout", candidate.layout().text())
              .put("isChosen", alternative.isChosen())
              .put("kernelMs", alternative.kernel() / 1e6)
              .put("predictedMs", alternative.predicted() / 1e6)
              .put("reordersMs", alternative.reorders() / 1e6);
      density(decision, alternative).ifPresent(density -> json.put("density", density));
      alternative.known().ifPresent(known -> json.put("lockedMs", known / 1e6));
      if (explanation.measured().length > 0) {
        json.put("measuredMs", explanation.measured()[i] / 1e6);
      }
      alternatives.add(json.build());
    }
    return Json.array(alternatives);
  }
}
