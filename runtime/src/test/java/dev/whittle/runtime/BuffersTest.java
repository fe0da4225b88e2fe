package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuffersTest {
  @Test
  void arraysThatMatterHaveRegionsOfTheirOwn() {
    assertThat(Buffers.of(0)).isEmpty();
    assertThat(Buffers.of(Buffers.WORTHWHILE - 1)).hasSize(Buffers.WORTHWHILE - 1);
    assertThat(Buffers.of(Buffers.WORTHWHILE)).hasSize(Plan.LARGE);
    assertThat(Buffers.of(Plan.LARGE + 1)).hasSize(Plan.LARGE + 1);
  }
}
