package dev.whittle.cli.compress;

import dev.whittle.ir.Span;
import dev.whittle.passes.Pass;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipeline.Step;
import dev.whittle.passes.select.LayerSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One way to approximate one layer.
 *
 * @param layer its name
 * @param selector what selects this layer and no other one
 * @param ratio by what its multiply-adds are divided
 */
record Candidate(String layer, String selector, Pass pass, double ratio) {
  /** The passes that are tried: all take {@code layers}, {@code ratio} and {@code keep}. */
  static final List<Pass> PASSES =
      List.of(
          Catalogue.FACTORISE_CHANNELS,
          Catalogue.SPLIT_SPATIAL,
          Catalogue.FACTORISE_TUCKER,
          Catalogue.FACTORISE_DENSE);

  private static final double[] RATIOS = {1.5, 2, 3};
  private static final String KEEP = "always";

  /** All ways for one layer. */
  static List<Candidate> of(String layer, String selector) {
    List<Candidate> candidates = new ArrayList<>();
    for (Pass pass : PASSES) {
      for (double ratio : RATIOS) {
        candidates.add(new Candidate(layer, selector, pass, ratio));
      }
    }
    return candidates;
  }

  Step step() {
    LayerSelector layers =
        LayerSelector.parse(selector, Span.NONE, new ArrayList<>()).orElseThrow();
    return new Step(pass, Map.of("layers", layers, "ratio", ratio, "keep", KEEP), "");
  }

  /** This step alone. */
  Pipeline pipeline() {
    return new Pipeline("candidate", List.of(step()));
  }

  /** The step as a pipeline's file has it. */
  String text() {
    return "%s(layers: \"%s\", ratio: %s, keep: \"%s\")"
        .formatted(pass.info().name(), selector, ratioText(), KEEP);
  }

  String ratioText() {
    String text = Double.toString(ratio);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
