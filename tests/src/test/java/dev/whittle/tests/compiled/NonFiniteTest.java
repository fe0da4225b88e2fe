package dev.whittle.tests.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.NetworkCompiler.Settings;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Tensor;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import dev.whittle.tests.graphs.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * NaN and infinities in a compiled network's input come out where the reference has them, with
 * kernels that compute the sums as operators define them; transforms spread them over their tiles.
 */
class NonFiniteTest {
  private static final int[] LANES = {16, 8, 4, 1};
  private static final float[] NOT_FINITE = {
    Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
  };

  private static final Pipeline PLAIN_SUMS =
      new Pipeline(
          "plain sums",
          Pipelines.EXACT.steps().stream()
              .map(step ->
                  step.pass().equals(Catalogue.CHOOSE_KERNELS)
                      ? new Pipeline.Step(step.pass(), Map.of("error", 0.0), step.reason())
                      : step)
              .toList());

  @Test
  void singleOpsPassOnWhatIsNotFinite() {
    Cases.run("ops on NaN and infinities", 200, seed -> check(seed, 1, NOT_FINITE));
  }

  @Test
  void networksPassOnWhatIsNotFinite() {
    Cases.run("networks on NaN and infinities", 60, seed -> check(seed, 8, NOT_FINITE));
  }

  private static void check(long seed, int steps, float... values) {
    SplittableRandom random = new SplittableRandom(17 * seed);
    int lanes = LANES[random.nextInt(LANES.length)];
    Sample sample = RandomGraphs.sample(seed, steps, Profile.COMPILABLE);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    sample.inputs(2).forEach((name, tensor) -> inputs.put(name, spoiled(tensor, random, values)));
    Map<String, Tensor> expected =
        ReferenceEvaluator.evaluate(sample.graph(), sample.weights(), inputs);
    CompiledNetwork compiled =
        NetworkCompiler.compile(sample.graph(), sample.weights(), settings(lanes));
    try (Model model = compiled.load(Options.standard().withLanes(lanes).poisoned())) {
      model
          .run(inputs)
          .forEach((name, tensor) ->
              assertThat(kinds(tensor))
                  .as(() -> "%s at %d lanes of %s".formatted(name, lanes, sample))
                  .isEqualTo(kinds(expected.get(name))));
    }
  }

  private static Settings settings(int lanes) {
    return new Settings(
        "whittle.generated",
        target -> PLAIN_SUMS,
        List.of(lanes),
        List.of(2),
        1,
        PassContext.UNLIMITED,
        (pass, graph) -> {});
  }

  private static Tensor spoiled(Tensor tensor, SplittableRandom random, float[] values) {
    float[] spoiled = tensor.floats().clone();
    for (int i = 0; i < 1 + spoiled.length / 50; i++) {
      spoiled[random.nextInt(spoiled.length)] = values[random.nextInt(values.length)];
    }
    return Tensor.of(spoiled, tensor.shape());
  }

  /** What stays of values: which are NaN, which infinite. */
  private static String kinds(Tensor tensor) {
    StringBuilder kinds = new StringBuilder();
    for (float value : tensor.floats()) {
      kinds.append(Float.isNaN(value) ? 'n' : Float.isFinite(value) ? '.' : value > 0 ? '+' : '-');
    }
    return kinds.toString();
  }
}
