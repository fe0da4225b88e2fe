package dev.whittle.tests.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Graph;
import dev.whittle.passes.Executor;
import dev.whittle.passes.Executor.Running;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.runtime.Tensor;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import dev.whittle.tests.graphs.Sample;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Networks whose kernels are those of others compute the same numbers, bit for bit. */
class SharedKernelsTest {
  private static final int[] LANES = {16, 4, 1};

  @Test
  void networksThatShareKernelsComputeTheSame() {
    Executor sharing = CompilingExecutor.sharing();
    Cases.run(
        "networks that share kernels",
        40,
        seed -> {
          Target target = new Target(LANES[Math.floorMod(seed, LANES.length)], 1);
          Sample sample = RandomGraphs.sample(seed, Profile.COMPILABLE);
          RandomGraphs.check(
              sample,
              start ->
                  assertThat(run(start, target, sharing))
                      .isEqualTo(run(start, target, new CompilingExecutor())));
        });
  }

  private static Map<String, Tensor> run(Sample sample, Target target, Executor executor) {
    PassContext context = PassContext.of(target, new Schedules(), executor, sample.weights());
    Graph planned =
        new PassManager().run(Pipelines.EXACT, sample.graph().bindAll(1), context).graph();
    try (Running network = executor.compile(planned, target).load(sample.weights())) {
      return network.run(sample.inputs(1));
    }
  }
}
