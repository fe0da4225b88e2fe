package dev.whittle.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a source depends on, for builds that are to notice a change. */
class FilesReadTest {
  @TempDir Path folder;

  @Test
  void importsAndLabelsAreNamedAlsoWhenMissing() throws IOException {
    Path net =
        write(
            "Net.cnn",
            """
            import "blocks/swish.cnn"
            network Net {
              input x: f32[N, 2]
              @labels("labels.txt")
              output y = swish(x)
            }
            """);
    Path block =
        write(
            "blocks/swish.cnn",
            """
            import "slope.cnn"
            block swish(x) {
              return x * sigmoid(x) * slope
            }
            """);
    Path slope = write("blocks/slope.cnn", "slope = 2");

    Loaded loaded = Cnn.load(net);

    assertThat(loaded.hasErrors()).isFalse();
    assertThat(loaded.files())
        .containsExactlyInAnyOrder(net, block, slope, folder.resolve("labels.txt"));
  }

  @Test
  void aMissingImportIsNamedBesideItsDiagnostic() throws IOException {
    Path net = write("Net.cnn", "import \"gone.cnn\"\n");

    Loaded loaded = Cnn.check(net);

    assertThat(loaded.hasErrors()).isTrue();
    assertThat(loaded.files()).containsExactlyInAnyOrder(net, folder.resolve("gone.cnn"));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
