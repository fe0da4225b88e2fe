package dev.whittle.cli.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnobTest {
  @Test
  void commasPartValuesButNotWithinThem() {
    assertThat(Knob.of("ratio=1.5, 2 ,3").values()).containsExactly("1.5", "2", "3");
    assertThat(Knob.of("sizes=[1, 2],[3]").values()).containsExactly("[1, 2]", "[3]");
    assertThat(Knob.of("layers = \"a, b\",\"[c\"").values()).containsExactly("\"a, b\"", "\"[c\"");
    assertThat(Knob.of("layers = \"a\"").name()).isEqualTo("layers");
  }
}
