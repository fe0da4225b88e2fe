package dev.whittle.tests.passes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.reference.Agreement;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.ir.verify.Verifier;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.PatchObserver;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.times.Timings;
import dev.whittle.runtime.Tensor;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import dev.whittle.tests.graphs.Sample;
import dev.whittle.tests.graphs.SmallPipelines;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random networks through whole pipelines: after every patch the graph verifies, after every pass
 * it computes what it did before, as closely as the pass promises.
 */
class PipelinePropertyTest {
  private static final int[] LANES = {16, 8, 4, 1};

  /** Rounding of a few operations, relative to what was summed. */
  private static final double ROUNDING = 16 * 0x1p-24;

  private final Map<String, Integer> fired = new TreeMap<>();

  @Test
  void everyPassStaysWithinItsExactness() {
    Cases.run("passes on random networks", 200, seed -> check(seed, PassContext.UNLIMITED));
  }

  @Test
  void pipelinesStillCompileWhenOptionalPatchesStop() {
    Cases.run(
        "bisected passes", 50, seed -> check(seed, new SplittableRandom(seed).nextInt(1, 20)));
  }

  private void check(long seed, long limit) {
    Sample sample = RandomGraphs.sample(seed, Profile.COMPILABLE);
    Graph source =
        ReferenceEvaluator.trace(sample.graph(), sample.weights(), sample.inputs()).graph();
    Target target = new Target(LANES[(int) (seed & 3)], 1);
    PassContext context =
        new PassContext(
            target,
            new Schedules(),
            new CompilingExecutor(),
            Timings.none(),
            sample.weights(),
            observer(),
            limit);
    Graph[] current = {source};
    PassManager passes =
        new PassManager((pass, graph) -> {
          Verifier.verify(graph, pass.level());
          requireWithin(pass, current[0], graph, sample);
          current[0] = graph;
        });
    Pipeline pipeline = (seed & 12) == 0 ? Pipelines.NONE : SmallPipelines.FUSING;
    passes.run(pipeline, source, context);
    assertThat(current[0].memory()).isPresent();
  }

  private PatchObserver observer() {
    return (before, patch, after) -> {
      fired.merge(patch.label(), 1, Integer::sum);
      requireSound(patch, after);
    };
  }

  private static void requireSound(Patch patch, Graph after) {
    boolean isLowered = after.nodes().stream().anyMatch(n -> n.op() instanceof Lowered);
    Level level = isLowered ? Level.LOWERED : Level.PORTABLE;
    assertThat(Verifier.problems(after, level)).as(patch.label()).isEmpty();
  }

  private static void requireWithin(PassInfo pass, Graph before, Graph after, Sample sample) {
    if (before.nodes().equals(after.nodes()) && before.outputs().equals(after.outputs())) {
      return;
    }
    Evaluation expected = ReferenceEvaluator.trace(before, sample.weights(), sample.inputs());
    Map<String, Tensor> actual =
        ReferenceEvaluator.evaluate(after, sample.weights(), sample.inputs());
    if (pass.exactness() == Exactness.EXACT) {
      assertThat(actual).as(pass.name()).isEqualTo(expected.outputs());
    } else {
      Agreement agreement = Agreement.of(expected, actual);
      double tolerance = ROUNDING * (1 + before.nodes().size());
      assertThat(agreement).matches(a -> a.isWithin(tolerance), pass.name());
    }
  }
}
