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
 * Zhang et al. 2016 on SqueezeNet, small: at half the multiply-adds of the 3x3 expands, what {@code
 * factorise-channels} fits to responses is closer to the network than what it fits to weights,
 * closer still behind the rectifiers, and closest where it makes up for the layers before.
 */
class FewerChannelsTest {
  private static final int PICTURES = 100;
  private static final String LAYERS = "fire*/expand3x3";
  private static final List<String> SOLVERS = List.of("svd", "linear", "nonlinear", "asymmetric");

  @Test
  void responsesTellMoreThanWeightsAndRectifiersMoreThanBoth() throws IOException {
    SqueezeNet net = SqueezeNet.load();
    Answers.Pictures pictures = Answers.pictures(net, PICTURES);
    Answers expected = Answers.of(net, Pipelines.EXACT, pictures);
    Map<String, Double> distance = new HashMap<>();
    Map<String, Double> agreement = new HashMap<>();
    for (String solver : SOLVERS) {
      Answers actual = Answers.of(net, pipeline(solver), pictures);
      distance.put(solver, actual.distance(expected));
      agreement.put(solver, actual.agreement(expected));
      System.out.printf(
          "SqueezeNet, %s by %s: mean |Δlogit| %.3f, same answer %.1f %%%n",
          LAYERS, solver, distance.get(solver), 100 * agreement.get(solver));
    }
    double deviations = Math.sqrt(2.0 / pictures.odd().size());
    for (int i = 1; i < SOLVERS.size(); i++) {
      assertThat(distance.get(SOLVERS.get(i))).isLessThan(distance.get(SOLVERS.get(i - 1)));
      assertThat(agreement.get(SOLVERS.get(i)))
          .isGreaterThan(agreement.get(SOLVERS.get(i - 1)) - deviations);
    }
    assertThat(agreement.get("asymmetric")).isGreaterThan(agreement.get("svd") + 0.05);
  }

  private static Pipeline pipeline(String solver) {
    LayerSelector layers = LayerSelector.parse(LAYERS, Span.NONE, new ArrayList<>()).orElseThrow();
    Map<String, Object> options =
        Map.of("layers", layers, "solver", solver, "ratio", 2.0, "keep", "always");
    List<Pipeline.Step> steps =
        new ArrayList<>(
            List.of(new Pipeline.Step(Catalogue.FACTORISE_CHANNELS, options, "is looked at")));
    steps.addAll(Pipelines.EXACT.steps());
    return new Pipeline(solver, steps);
  }
}
