package dev.whittle.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.Graph;
import dev.whittle.ir.text.GraphPrinter;
import dev.whittle.ir.text.GraphText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrinterTest {
  private static final Path GOLDEN = Path.of("src/test/resources/print");

  @Test
  void golden() throws IOException {
    String printed = GraphPrinter.print(graph()).text();
    Path expected = GOLDEN.resolve("expected.cnn");
    if (Boolean.getBoolean("whittle.bless")) {
      Files.writeString(expected, printed);
    }
    assertThat(printed).isEqualTo(Files.readString(expected));
    assertThat(Cnn.format("printed.cnn", printed).text()).contains(printed);
  }

  @Test
  void constantsAreKeptBesideTheText(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("Net.cnn");
    GraphText text = GraphPrinter.print(graph());
    text.write(file);
    assertThat(text.constants()).containsOnlyKeys("table");
    assertThat(directory.resolve("Net.constants.safetensors")).exists();
    assertThat(Cnn.load(file).graph()).contains(graph());
  }

  private static Graph graph() {
    return Cnn.load(GOLDEN.resolve("Net.cnn")).graph().orElseThrow();
  }
}
