package dev.whittle.cli.compress;

import dev.whittle.ir.Span;
import dev.whittle.passes.Pass;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipeline.Step;
import dev.whittle.passes.select.LayerSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One way to approximate one layer.
 *
 * @param layer its name
 * @param selector what selects this layer and no other one
 * @param way by which pass
 * @param value of the way's option
 */
record Candidate(String layer, String selector, Way way, double value) {
  /** All ways for one layer, the gentlest of each first. */
  static List<Candidate> of(String layer, String selector) {
    List<Candidate> candidates = new ArrayList<>();
    for (Way way : Way.ALL) {
      for (double value : way.values()) {
        candidates.add(new Candidate(layer, selector, way, value));
      }
    }
    return candidates;
  }

  Pass pass() {
    return way.pass();
  }

  /** Whether the other one is the same but for a gentler value. */
  boolean isHarsherThan(Candidate other) {
    return layer.equals(other.layer)
        && way.equals(other.way)
        && way.values().indexOf(value) > way.values().indexOf(other.value);
  }

  /**
   * The step that makes of the layer what it was found to become, whatever becomes of others.
   *
   * @param setting of the layer, as the pass tells it: {@code rank: 12}
   */
  Step step(String setting) {
    int colon = setting.indexOf(": ");
    int value = Integer.parseInt(setting.substring(colon + 2));
    return step(setting.substring(0, colon), value, way.more());
  }

  /** The step as a pipeline's file has it. */
  String text(String setting) {
    return "%s(layers: \"%s\", %s%s)"
        .formatted(
            pass().info().name(),
            selector,
            setting,
            way.more().entrySet().stream()
                .map(option -> ", " + option.getKey() + ": " + text(option.getValue()))
                .collect(Collectors.joining()));
  }

  /** The network with this step alone. */
  Pipeline pipeline() {
    return new Pipeline("candidate", List.of(step(way.option(), value, way.more())));
  }

  /** A step that leaves as large a network and takes less time to find its weights. */
  Pipeline outline() {
    return new Pipeline("outline", List.of(step(way.option(), value, way.sooner())));
  }

  private Step step(String option, Object amount, Map<String, Object> more) {
    LayerSelector layers =
        LayerSelector.parse(selector, Span.NONE, new ArrayList<>()).orElseThrow();
    Map<String, Object> options = new HashMap<>(more);
    options.put("layers", layers);
    options.put(option, amount);
    return new Step(pass(), options, "");
  }

  /** What is asked for: {@code ratio: 2}. */
  String asked() {
    return way.option() + ": " + text(value);
  }

  private static String text(Object value) {
    String text = value instanceof String name ? '"' + name + '"' : value.toString();
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
