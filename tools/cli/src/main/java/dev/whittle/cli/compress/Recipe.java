package dev.whittle.cli.compress;

import dev.whittle.passes.Pass;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipeline.Step;
import dev.whittle.passes.pipeline.Pipelines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is approximated in a network, and how.
 *
 * @param parts at most one for each layer, front to back
 */
record Recipe(List<Tried> parts) {
  /** Nothing: the pipeline {@code exact}. */
  static final Recipe EXACT = new Recipe(List.of());

  static final String NAME = "compressed";

  /** Before layers are looked at, so that scales are in their weights. */
  private static final List<Pass> BEFORE =
      List.of(Catalogue.CANONICALISE, Catalogue.FOLD_BATCH_NORM);

  Recipe {
    parts = List.copyOf(parts);
  }

  boolean isExact() {
    return parts.isEmpty();
  }

  /** The network as the approximating passes meet it. */
  static Pipeline preparation() {
    return new Pipeline("preparation", before());
  }

  Pipeline pipeline() {
    if (isExact()) {
      return Pipelines.EXACT;
    }
    List<Step> steps = before();
    parts.forEach(part -> steps.add(part.candidate().step(part.setting())));
    steps.addAll(Pipelines.EXACT.steps());
    return new Pipeline(NAME, steps);
  }

  private static List<Step> before() {
    List<Step> steps = new ArrayList<>();
    BEFORE.forEach(pass -> steps.add(new Step(pass, Map.of(), "")));
    return steps;
  }

  /**
   * The file of the pipeline.
   *
   * @param notes lines that say how it was found
   */
  String text(List<String> notes) {
    StringBuilder text = new StringBuilder();
    notes.forEach(note -> text.append("/// ").append(note).append('\n'));
    text.append("pipeline ").append(NAME).append(" {\n");
    if (!isExact()) {
      BEFORE.forEach(pass -> text.append("  ").append(pass.info().name()).append('\n'));
      parts.forEach(part -> text.append("  ").append(part.text()).append('\n'));
    }
    return text.append("  include ").append(Pipelines.EXACT.name()).append("\n}\n").toString();
  }
}
