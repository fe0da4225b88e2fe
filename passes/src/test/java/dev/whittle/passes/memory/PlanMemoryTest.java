package dev.whittle.passes.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.passes.BlockedKernels;
import dev.whittle.passes.Networks;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.Compilation;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipelines;
import org.junit.jupiter.api.Test;

class PlanMemoryTest {
  @Test
  void squeezeNetNeedsNoMoreThanTwoNeighbouringMaps() {
    Networks.Network net = Networks.squeezeNet(1);
    PassContext context = PassContext.of(new Target(16, 1), new BlockedKernels(), net.weights());
    Compilation done = new PassManager().run(Pipelines.EXACT, net.graph(), context);
    assertThat(done.graph().memory().orElseThrow().arenaFloats())
        .isEqualTo(64 * 113 * 113 + 64 * 56 * 56);
  }
}
