package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SplitTest {
  @Property
  void givesEveryUnitToOneMember(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 40) Integer> units,
      @ForAll @LongRange(min = 0, max = 90_000_000_000L) long nanos,
      @ForAll @IntRange(min = 1, max = 9) int size) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      steps.add(step(units.get(i), nanos / (i + 1), i % 3 == 0));
    }
    Split split = Split.of(steps, size);
    for (int step = 0; step < steps.size(); step++) {
      assertThat(split.from(step, 0)).isZero();
      assertThat(split.from(step, size)).isEqualTo(units.get(step));
      for (int member = 0; member < size; member++) {
        assertThat(split.from(step, member)).isLessThanOrEqualTo(split.from(step, member + 1));
      }
    }
  }

  @Test
  void dividesAStepEvenly() {
    Split split = Split.of(List.of(step(5, 50_000, true)), 2);
    assertThat(split.from(0, 1)).isEqualTo(3);
  }

  @Test
  void givesBranchesToDifferentMembers() {
    List<Step> steps =
        List.of(step(1, 20_000, true), step(1, 90_000, false), step(8, 50_000, true));
    Split split = Split.of(steps, 2);
    assertThat(split.from(0, 1)).isEqualTo(1);
    assertThat(split.from(1, 1)).isZero();
    assertThat(split.isWaitedAfter(0)).isFalse();
    assertThat(split.isWaitedAfter(1)).isTrue();
    assertThat(split.isWaitedAfter(2)).isFalse();
  }

  @Test
  void leavesShortStagesToTheCallerWithoutWaiting() {
    List<Step> steps =
        List.of(step(8, 900, true), step(8, 900, true), step(8, 90_000, true), step(8, 900, true));
    Split split = Split.of(steps, 2);
    assertThat(split.from(0, 1)).isEqualTo(8);
    assertThat(split.isWaitedAfter(0)).isFalse();
    assertThat(split.isWaitedAfter(1)).isTrue();
    assertThat(split.from(2, 1)).isEqualTo(4);
    assertThat(split.isWaitedAfter(2)).isTrue();
    assertThat(split.from(3, 1)).isEqualTo(8);
  }

  @Test
  void nobodyWaitsAlone() {
    List<Step> steps = List.of(step(8, 90_000, true), step(8, 90_000, true));
    Split split = Split.of(steps, 1);
    assertThat(split.isWaitedAfter(0)).isFalse();
  }

  private static Step step(int units, long nanos, boolean waits) {
    return new Step("step", "kernel", "", units, 0, 0, nanos, waits);
  }
}
