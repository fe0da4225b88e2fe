package dev.whittle.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandoverTest {
  @Test
  void takesTime() {
    Handover handover = new Handover();
    assertThat(handover.nanos()).isPositive();
    assertThat(handover.nanos()).isPositive().isLessThan(1e9);
  }

  @Test
  void isNoNumberForAnInterruptedCaller() {
    Thread.currentThread().interrupt();
    assertThat(new Handover().nanos()).isNaN();
    assertThat(Thread.interrupted()).isTrue();
  }
}
