package dev.whittle.tests.squeezenet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.NetworkCompiler.Settings;
import dev.whittle.ir.Span;
import dev.whittle.ir.op.Input;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.select.LayerSelector;
import dev.whittle.passes.times.Timings;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Vectors;
import dev.whittle.runtime.picture.Picture;
import dev.whittle.runtime.picture.PictureInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** What a network says to the pictures it is judged on. */
  private record Answers(List<double[]> logits) {
    double distance(Answers other) {
      double sum = 0;
      for (int i = 0; i < logits.size(); i++) {
        for (int k = 0; k < SqueezeNet.CLASSES; k++) {
          sum += Math.abs(logits.get(i)[k] - other.logits.get(i)[k]);
        }
      }
      return sum / SqueezeNet.CLASSES / logits.size();
    }

    double agreement(Answers other) {
      int same = 0;
      for (int i = 0; i < logits.size(); i++) {
        same += best(logits.get(i)) == best(other.logits.get(i)) ? 1 : 0;
      }
      return same / (double) logits.size();
    }

    private static int best(double[] values) {
      int best = 0;
      for (int i = 1; i < values.length; i++) {
        best = values[i] > values[best] ? i : best;
      }
      return best;
    }
  }

  @Test
  void responsesTellMoreThanWeightsAndRectifiersMoreThanBoth() throws IOException {
    SqueezeNet net = SqueezeNet.load();
    List<float[]> even = new ArrayList<>();
    List<float[]> odd = new ArrayList<>();
    PictureInput input =
        new PictureInput(
            ((Input) net.graph().inputs().getFirst().op()).preprocessing().orElseThrow());
    for (Picture picture : SqueezeNet.pictures(PICTURES).values()) {
      float[] values = new float[input.size()];
      input.write(picture, values, 0);
      (even.size() > odd.size() ? odd : even).add(values);
    }
    Answers expected = answers(net, Pipelines.EXACT, even, odd);
    Map<String, Double> distance = new HashMap<>();
    Map<String, Double> agreement = new HashMap<>();
    for (String solver : SOLVERS) {
      Answers actual = answers(net, pipeline(solver), even, odd);
      distance.put(solver, actual.distance(expected));
      agreement.put(solver, actual.agreement(expected));
      System.out.printf(
          "SqueezeNet, %s by %s: mean |Δlogit| %.3f, same answer %.1f %%%n",
          LAYERS, solver, distance.get(solver), 100 * agreement.get(solver));
    }
    double deviations = Math.sqrt(2.0 / odd.size());
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

  /** The logits, up to what is common to all classes, for {@code judged}. */
  private static Answers answers(
      SqueezeNet net, Pipeline pipeline, List<float[]> calibrated, List<float[]> judged) {
    int lanes = Vectors.lanes();
    Data data =
        new Data(
            "pictures",
            calibrated.size(),
            item -> Map.of(SqueezeNet.INPUT, Tensor.of(calibrated.get(item), 1, 3, 227, 227)),
            List.of());
    Settings settings =
        new Settings(
            "whittle.generated",
            target -> pipeline,
            List.of(lanes),
            List.of(1),
            2,
            PassContext.UNLIMITED,
            (pass, after) -> {},
            Timings.none(),
            Optional.of(data));
    List<double[]> logits = new ArrayList<>();
    try (Model model =
        NetworkCompiler.compile(net.graph(), net.weights(), settings)
            .load(Options.standard().withLanes(lanes).withThreads(2))) {
      for (float[] values : judged) {
        float[] probabilities = new float[SqueezeNet.CLASSES];
        model.run(values, probabilities);
        logits.add(centred(probabilities));
      }
    }
    return new Answers(logits);
  }

  private static double[] centred(float[] probabilities) {
    double[] logits = new double[probabilities.length];
    double mean = 0;
    for (int i = 0; i < logits.length; i++) {
      logits[i] = Math.log(Math.max(Float.MIN_VALUE, probabilities[i]));
      mean += logits[i] / logits.length;
    }
    for (int i = 0; i < logits.length; i++) {
      logits[i] -= mean;
    }
    return logits;
  }
}
