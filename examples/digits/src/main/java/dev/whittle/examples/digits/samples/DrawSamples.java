package dev.whittle.examples.digits.samples;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import javax.imageio.ImageIO;

/**
 * Draws the pictures of the folder {@code samples}: ten digits with a broad pen.
 *
 * <pre>DrawSamples FOLDER</pre>
 */
public final class DrawSamples {
  private static final int SIZE = 112;
  private static final float PEN = 9;

  /** A digit's strokes as curves in a square of 112: M moves, L draws a line, C a cubic curve. */
  private record Sample(String name, int paper, int ink, String strokes) {}

  private static final List<Sample> SAMPLES =
      List.of(
          new Sample(
              "0",
              0xfaf6e8,
              0x1c2f78,
              "M 62 18 C 34 12 26 48 32 74 C 38 104 70 100 77 68 C 82 42 76 20 58 19"),
          new Sample("1", 0x000000, 0xffffff, "M 47 32 L 62 18 C 60 44 57 66 54 95"),
          new Sample(
              "2",
              0xf2f2f2,
              0x303030,
              "M 34 36 C 38 12 76 12 74 36 C 72 58 46 76 33 92 C 50 86 66 94 82 88"),
          new Sample(
              "3",
              0x24402f,
              0xeef2ea,
              "M 36 26 C 50 12 78 18 70 38 C 66 50 54 52 47 53 C 66 50 82 62 76 78 C 70 98 44 98 34 84"),
          new Sample(
              "4",
              0xfffffe,
              0xa01818,
              "M 42 20 C 40 36 34 50 30 62 C 48 58 64 60 80 58 M 66 34 C 66 56 62 76 62 96"),
          new Sample(
              "5",
              0xf6ead0,
              0x402a14,
              "M 76 20 C 64 24 52 20 42 22 C 42 34 38 42 37 51 C 60 40 80 56 74 76 C 68 98 44 96 32 86"),
          new Sample(
              "6",
              0x101c3a,
              0xf0e6a0,
              "M 68 18 C 44 28 34 54 35 74 C 38 100 72 98 73 76 C 72 56 46 54 37 74"),
          new Sample("7", 0xffffff, 0x000000, "M 32 26 C 48 22 62 26 80 22 C 66 46 56 68 50 96"),
          new Sample(
              "8",
              0xe4eef6,
              0x184c64,
              "M 70 28 C 58 10 36 22 42 38 C 48 54 76 62 74 80 C 70 100 36 98 38 78 C 40 60 74 50 71 29"),
          new Sample(
              "9",
              0x202020,
              0xb8e0b8,
              "M 72 36 C 62 12 34 22 38 42 C 42 62 70 54 72 35 C 74 56 68 78 62 97"));

  private DrawSamples() {}

  /** Writes ten PNG files into the folder given. */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: DrawSamples FOLDER");
      System.exit(2);
    }
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (Sample sample : SAMPLES) {
      ImageIO.write(draw(sample), "png", folder.resolve(sample.name() + ".png").toFile());
    }
  }

  private static BufferedImage draw(Sample sample) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(new Color(sample.paper()));
    graphics.fillRect(0, 0, SIZE, SIZE);
    graphics.setColor(new Color(sample.ink()));
    graphics.setStroke(new BasicStroke(PEN, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(path(sample.strokes()));
    graphics.dispose();
    return image;
  }

  private static Path2D path(String strokes) {
    Path2D path = new Path2D.Double();
    Scanner scanner = new Scanner(strokes);
    while (scanner.hasNext()) {
      switch (scanner.next()) {
        case "M" -> path.moveTo(scanner.nextInt(), scanner.nextInt());
        case "L" -> path.lineTo(scanner.nextInt(), scanner.nextInt());
        case "C" ->
            path.curveTo(
                scanner.nextInt(),
                scanner.nextInt(),
                scanner.nextInt(),
                scanner.nextInt(),
                scanner.nextInt(),
                scanner.nextInt());
        case String other -> throw new IllegalArgumentException(other);
      }
    }
    return path;
  }
}
