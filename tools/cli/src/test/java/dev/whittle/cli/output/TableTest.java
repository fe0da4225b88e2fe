package dev.whittle.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void textIsLeftAlignedAndNumbersRightAligned() {
    Table table = new Table(1, "name", "ms").row("a", "10.5").row("longer", "1");
    assertThat(table).hasToString("name      ms\na       10.5\nlonger     1\n");
  }

  @Test
  void unitsReadTheSameEverywhere() {
    assertThat(Units.bytes(812)).isEqualTo("812 B");
    assertThat(Units.bytes(24 * 1024)).isEqualTo("24.0 KiB");
    assertThat(Units.bytes(4_071_424)).isEqualTo("3.88 MiB");
    assertThat(Units.count(9_999)).isEqualTo("9999");
    assertThat(Units.count(1_235_496)).isEqualTo("1.24 M");
    assertThat(Units.milliseconds(1_234_567)).isEqualTo("1.235");
    assertThat(Units.percent(0.5)).isEqualTo("50.0 %");
    assertThat(Units.plural(1, "thread")).isEqualTo("1 thread");
    assertThat(Units.plural(0, "error")).isEqualTo("0 errors");
  }
}
