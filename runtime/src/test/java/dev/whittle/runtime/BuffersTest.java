package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuffersTest {
  @Test
  void arraysThatMatterHaveRegionsOfTheirOwn() {
    assertThat(Buffers.of(0)).isEmpty();
    assertThat(Buffers.of(Buffers.WORTHWHILE - 1)).hasSize(Buffers.WORTHWHILE - 1);
    assertThat(Buffers.of(Buffers.WORTHWHILE)).hasSize(Buffers.LARGE);
    assertThat(Buffers.of(Buffers.LARGE + 1)).hasSize(Buffers.LARGE + 1);
  }
}
