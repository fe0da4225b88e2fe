package dev.whittle.tests.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompiledPlan;
import dev.whittle.ir.Graph;
import dev.whittle.ir.reference.Agreement;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Tensor;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import dev.whittle.tests.graphs.Sample;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Random networks through the whole compiler, on buffers full of NaN: every width agrees with the
 * reference, and two threads compute the same bits as one.
 */
class CompiledNetworksTest {
  private static final int[] LANES = {16, 8, 4, 1};
  private static final double TOLERANCE = 1e-4;

  @Test
  void randomNetworksComputeWhatTheReferenceDoes() {
    Cases.run("compiled random networks", 100, CompiledNetworksTest::check);
  }

  private static void check(long seed) {
    Sample sample = RandomGraphs.sample(seed, Profile.COMPILABLE);
    Evaluation expected =
        ReferenceEvaluator.trace(sample.graph(), sample.weights(), sample.inputs());
    Graph bound = expected.graph();
    Pipeline pipeline = (seed & 12) == 0 ? Pipelines.NONE : Pipelines.EXACT;
    int lanes = LANES[(int) (seed & 3)];
    CompiledPlan compiled = CompiledNetworks.compile(bound, sample.weights(), pipeline, lanes);
    Map<String, Tensor> one = run(compiled, sample, 1);
    Agreement agreement = Agreement.of(expected, one);
    assertThat(agreement)
        .matches(
            a -> a.isWithin(TOLERANCE),
            "%d lanes, %s: %s".formatted(lanes, pipeline.name(), sample));
    assertThat(run(compiled, sample, 2)).isEqualTo(one);
  }

  private static Map<String, Tensor> run(CompiledPlan compiled, Sample sample, int threads) {
    try (Model model = CompiledNetworks.load(compiled, sample.weights(), threads)) {
      return model.run(sample.inputs());
    }
  }
}
