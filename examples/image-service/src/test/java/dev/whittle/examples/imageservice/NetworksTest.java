package dev.whittle.examples.imageservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service's networks are those of the other examples, but for where the class names are. */
class NetworksTest {
  @ParameterizedTest
  @CsvSource({"main, glyphs, Glyphs", "squeezenet, squeezenet, SqueezeNet"})
  void areTheSame(String set, String example, String name) throws IOException {
    Path copy = Path.of("src", set, "cnn/dev/whittle/examples/imageservice", name + ".cnn");
    Path original = Path.of("..", example, name + ".cnn");
    assertThat(withoutLabelFile(copy)).isEqualTo(withoutLabelFile(original));
  }

  private static String withoutLabelFile(Path source) throws IOException {
    return Files.readString(source).replaceAll("\"[^\"]*imagenet-classes.txt\"", "FILE");
  }
}
