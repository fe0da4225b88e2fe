package dev.whittle.tests.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.passes.Target;
import dev.whittle.passes.cost.StepTime;
import dev.whittle.passes.times.Work;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StepTimeTest {
  private static final StepTime WHOLE = step("whole", 100, OptionalDouble.of(90));
  private static final StepTime PART = step("part", 20, OptionalDouble.of(40));
  private static final StepTime OTHER = step("other", 5, OptionalDouble.empty());
  private static final StepTime NEW = step("new", 30, OptionalDouble.empty());

  @Test
  void measuredTimesCountWhenAllAreKnown() {
    assertThat(StepTime.saved(List.of(WHOLE), List.of(PART))).isEqualTo(50);
    assertThat(StepTime.saved(List.of(WHOLE), List.of(PART, PART))).isEqualTo(10);
    assertThat(StepTime.saved(List.of(WHOLE), List.of(PART, NEW))).isEqualTo(50);
    assertThat(StepTime.saved(List.of(WHOLE, NEW), List.of(PART))).isEqualTo(110);
  }

  @Test
  void kernelsOfBothCancel() {
    assertThat(StepTime.saved(List.of(OTHER, WHOLE), List.of(PART, OTHER))).isEqualTo(50);
    assertThat(StepTime.saved(List.of(WHOLE, WHOLE), List.of(WHOLE))).isEqualTo(90);
    assertThat(StepTime.saved(List.of(OTHER, NEW), List.of(NEW, OTHER))).isZero();
  }

  @Test
  void allAreKnownOrNone() {
    assertThat(StepTime.measured(List.of(WHOLE, PART)).orElseThrow()).isCloseTo(130, within(1e-9));
    assertThat(StepTime.measured(List.of(WHOLE, NEW))).isEmpty();
  }

  private static StepTime step(String work, double predicted, OptionalDouble measured) {
    return new StepTime(new Work(new Target(8, 1), work, "f32[1]"), "kernel", predicted, measured);
  }
}
