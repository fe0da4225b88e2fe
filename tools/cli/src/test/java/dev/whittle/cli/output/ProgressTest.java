package dev.whittle.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void isSilentOffATerminal() throws InterruptedException {
    StringWriter text = new StringWriter();
    try (Progress progress = new Progress(new PrintWriter(text), false, "working", 2)) {
      progress.step();
      Thread.sleep(600);
      progress.step();
    }
    assertThat(text.toString()).isEmpty();
  }

  @Test
  void drawsOnATerminalAndWipesItself() throws InterruptedException {
    StringWriter text = new StringWriter();
    try (Progress progress = new Progress(new PrintWriter(text), true, "working", 2)) {
      progress.step();
      assertThat(text.toString()).as("quick work").isEmpty();
      Thread.sleep(600);
      progress.step();
    }
    assertThat(text.toString()).contains("working [").contains("2/2").endsWith("\r\033[K");
  }
}
