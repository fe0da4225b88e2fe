package dev.whittle.examples.glyphs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class GenerateTest {
  private static final Path FOLDER = Path.of("").toAbsolutePath();

  @Test
  void committedFilesAreWhatTheProgramMakes() throws IOException {
    Map<String, byte[]> files = Generate.files();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      assertThat(Files.readAllBytes(FOLDER.resolve(file.getKey())))
          .as(file.getKey())
          .isEqualTo(file.getValue());
    }
    try (Stream<Path> pictures = Files.list(FOLDER.resolve("pictures"))) {
      Set<String> committed =
          pictures.map(p -> "pictures/" + p.getFileName()).collect(Collectors.toSet());
      assertThat(files.keySet()).containsAll(committed);
    }
  }

  @Test
  void picturesDecodeToWhatWasDrawn() throws IOException {
    for (Generate.Labelled labelled : Generate.pictures(3)) {
      Picture picture = labelled.picture();
      var decoded = ImageIO.read(new ByteArrayInputStream(labelled.png()));
      int[] expected = new int[picture.width() * picture.height()];
      for (int i = 0; i < expected.length; i++) {
        expected[i] =
            0xff000000
                | (picture.rgb()[3 * i] & 0xff) << 16
                | (picture.rgb()[3 * i + 1] & 0xff) << 8
                | picture.rgb()[3 * i + 2] & 0xff;
      }
      int width = picture.width();
      assertThat(decoded.getRGB(0, 0, width, picture.height(), null, 0, width))
          .as(labelled.name())
          .isEqualTo(expected);
    }
  }
}
