package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.runtime.picture.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyTest {
  private static Model model() {
    return Model.load(TinyModel.file(1, 8), ClassifyTest.class.getClassLoader());
  }

  private static BufferedImage image() {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 4; i++) {
      image.getRaster().setSample(i % 2, i / 2, 0, i + 1);
    }
    return image;
  }

  @Test
  void namesWhatIsInAPicture(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("picture.png");
    ImageIO.write(image(), "png", file.toFile());
    float[] p = TinyModel.expected(new float[] {1, 2, 3, 4});
    List<Answer> best = List.of(new Answer("ant", 0, p[0]), new Answer("cat", 2, p[2]));
    assertThat(model().classify(file, 2)).isEqualTo(best);
    assertThat(model().classify(Files.newInputStream(file), 2)).isEqualTo(best);
    assertThat(model().classify(Picture.of(image()), 9)).hasSize(3).startsWith(best.getFirst());
    Picture picture = Picture.read(file);
    assertThat(model().classify(List.of(picture, picture, picture), 2))
        .containsExactly(best, best, best);
  }

  @Test
  void wantsPreprocessing() {
    ModelFile file = TinyModel.file(1);
    ModelFile bare =
        new ModelFile("Tiny", Program.ABI, file.plans(), Map.of(), Map.of(), file.weights());
    Model model = Model.load(bare, ClassifyTest.class.getClassLoader());
    assertThatThrownBy(() -> model.classify(Picture.of(image()), 1))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Tiny: does not say how a picture becomes its input x");
  }

  @Test
  void ordersAnswers() {
    assertThat(Answer.best(new float[] {Float.NaN, 1, 3, 3, -1}, List.of("a", "b", "c"), 5))
        .extracting(Answer::label)
        .containsExactly("c", "3", "b", "4", "a");
    assertThat(Answer.best(new float[0], List.of(), 3)).isEmpty();
  }
}
