package dev.whittle.codegen.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.passes.Target;
import dev.whittle.runtime.Plan;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SlabPlanTest {
  /** F(4x4,3x3) of 512 channels at 14x14: room for 14 vectors in a part would make three parts. */
  @Test
  void twoThreadsHaveHalfOfASlabEach() {
    SlabPlan plan = SlabPlan.of(new Target(16, 2), 36, 16, 8, 32, 32, Plan.BASE);
    assertThat(plan.slabs()).isEqualTo(1);
    assertThat(plan.parts()).isEqualTo(4);
    assertThat(plan.partVectors()).isEqualTo(8);
  }

  @Property(tries = 500)
  void partsOfASingleSlabAreShared(
      @ForAll @IntRange(min = 1, max = 8) int threads,
      @ForAll @IntRange(min = 1, max = 64) int tiles,
      @ForAll @IntRange(min = 1, max = 64) int blocks,
      @ForAll @IntRange(min = 1, max = 80) int vectors) {
    SlabPlan plan =
        SlabPlan.of(
            new Target(16, threads),
            36,
            tiles,
            SlabPlan.width(tiles, 14),
            blocks,
            vectors,
            Plan.BASE);
    assertThat(plan.partVectors()).isBetween(1, Math.min(vectors, 16));
    assertThat(plan.parts() * plan.partVectors()).isGreaterThanOrEqualTo(vectors);
    if (plan.slabs() == 1 && vectors >= 2 * threads) {
      int perThread = Math.ceilDiv(plan.parts(), threads);
      int fairShare = 2 * Math.ceilDiv(Math.ceilDiv(vectors, 2), threads);
      assertThat(perThread * plan.partVectors()).isLessThanOrEqualTo(fairShare + 2 * perThread);
    }
  }
}
