package com.acme;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.picture.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ApplicationTest {
  private final Application application = new Application();

  @Test
  void picturesAreNamed() throws IOException {
    assertEquals("bright", application.name(filled(Color.WHITE)));
    assertEquals("dark", application.name(filled(Color.DARK_GRAY)));
  }

  @Test
  void arraysAndTensorsGiveTheSame() {
    float[] images = new float[2 * 48];
    Arrays.fill(images, 0, 48, 0.9f);
    float[] scores = application.scores(images);
    assertEquals(4, scores.length);
    assertTrue(scores[1] > scores[0] && scores[2] > scores[3]);
    Tensor tensor = application.scores(Tensor.of(images, 2, 3, 4, 4));
    assertArrayEquals(scores, tensor.floats());
  }

  @Test
  void theWidestVectorsAreUsed() {
    System.out.println("it runs: " + application.lanes());
  }

  private static Picture filled(Color color) throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(color);
    graphics.fillRect(0, 0, 4, 4);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return Picture.read(new ByteArrayInputStream(bytes.toByteArray()), "picture.png");
  }
}
