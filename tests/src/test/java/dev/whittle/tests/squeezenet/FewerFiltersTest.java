package dev.whittle.tests.squeezenet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.Span;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.select.LayerSelector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Filters of the first squeezes of SqueezeNet go: those of small weights do less harm than any,
 * those of a small product with the weights that read them less, and least when the expands that
 * read the rest are fitted.
 */
class FewerFiltersTest {
  private static final int PICTURES = 30;
  private static final String LAYERS = "fire2/squeeze1x1, fire3/squeeze1x1";

  @Test
  void normsTellMoreThanChanceAndAFitMakesUpForMuch() throws IOException {
    SqueezeNet net = SqueezeNet.load();
    Answers.Pictures pictures = Answers.pictures(net, PICTURES);
    Answers expected = Answers.of(net, Pipelines.EXACT, pictures);
    double random = distance(net, Map.of("criterion", "random"), pictures, expected);
    double norm = distance(net, Map.of("criterion", "norm"), pictures, expected);
    double path = distance(net, Map.of("criterion", "path"), pictures, expected);
    double fitted = distance(net, Map.of("reconstruct", true), pictures, expected);
    System.out.printf(
        "SqueezeNet without a tenth of %s: mean |Δlogit| %.3f at random, %.3f by norm, %.3f by path,"
            + " %.3f fitted%n",
        LAYERS, random, norm, path, fitted);
    assertThat(norm).isLessThan(random);
    assertThat(path).isLessThan(norm);
    assertThat(fitted).isLessThan(0.8 * path);
  }

  private static double distance(
      SqueezeNet net, Map<String, Object> own, Answers.Pictures pictures, Answers expected) {
    Map<String, Object> options = new HashMap<>(own);
    options.put("layers", LayerSelector.parse(LAYERS, Span.NONE, new ArrayList<>()).orElseThrow());
    options.put("density", 0.9);
    options.put("keep", "always");
    List<Pipeline.Step> steps =
        new ArrayList<>(List.of(new Pipeline.Step(Catalogue.PRUNE_CHANNELS, options, "tried")));
    steps.addAll(Pipelines.EXACT.steps());
    return Answers.of(net, new Pipeline("fewer", steps), pictures).distance(expected);
  }
}
