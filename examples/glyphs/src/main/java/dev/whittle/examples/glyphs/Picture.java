package dev.whittle.examples.glyphs;

import dev.whittle.examples.glyphs.Glyph.Point;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A picture: red, green and blue bytes of each pixel, row by row. */
public record Picture(int width, int height, byte[] rgb) {
  /** Pixels on a side of every glyph picture. */
  static final int SIZE = 44;

  private static final double HEIGHT = 28;
  private static final double WIDTH = 21;

  /** Draws a glyph. */
  static Picture draw(Variation v) {
    List<List<Point>> strokes =
        Alphabet.GLYPHS.get(v.glyph()).strokes().stream()
            .map(stroke -> stroke.stream().map(p -> place(p, v)).toList())
            .toList();
    Random random = new Random(v.seed());
    byte[] rgb = new byte[SIZE * SIZE * 3];
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double distance = Double.MAX_VALUE;
        for (List<Point> stroke : strokes) {
          distance = Math.min(distance, distance(x, y, stroke));
        }
        double cover = Math.clamp(v.pen() + 0.5 - distance, 0, 1);
        double shade = v.shade() * ((x + 0.5) / SIZE - 0.5);
        for (int c = 0; c < 3; c++) {
          double value = v.paper()[c] + cover * (v.ink()[c] - v.paper()[c]) + shade;
          double noisy = v.noise() == 0 ? value : value + v.noise() * random.nextGaussian();
          rgb[(y * SIZE + x) * 3 + c] = (byte) Math.clamp(Math.round(255 * noisy), 0, 255);
        }
      }
    }
    return new Picture(SIZE, SIZE, rgb);
  }

  /** The pictures side by side, {@code columns} in a row, with a white line between them. */
  static Picture sheet(List<Picture> pictures, int columns) {
    int cell = SIZE + 1;
    int width = columns * cell - 1;
    int height = Math.ceilDiv(pictures.size(), columns) * cell - 1;
    byte[] rgb = new byte[3 * width * height];
    Arrays.fill(rgb, (byte) 255);
    for (int i = 0; i < pictures.size(); i++) {
      for (int y = 0; y < SIZE; y++) {
        int target = (i / columns * cell + y) * width + i % columns * cell;
        System.arraycopy(pictures.get(i).rgb(), 3 * y * SIZE, rgb, 3 * target, 3 * SIZE);
      }
    }
    return new Picture(width, height, rgb);
  }

  private static Point place(Point p, Variation v) {
    double y = (p.y() - 0.5) * HEIGHT * v.scale();
    double x = (p.x() - 0.5) * WIDTH * v.scale() - v.slant() * y;
    double cos = StrictMath.cos(v.turn());
    double sin = StrictMath.sin(v.turn());
    double centre = (SIZE - 1) / 2.0;
    return new Point(
        centre + v.shiftX() + cos * x - sin * y, centre + v.shiftY() + sin * x + cos * y);
  }

  private static double distance(double x, double y, List<Point> stroke) {
    double best = Double.MAX_VALUE;
    for (int i = 1; i < stroke.size(); i++) {
      Point a = stroke.get(i - 1);
      Point b = stroke.get(i);
      double dx = b.x() - a.x();
      double dy = b.y() - a.y();
      double length = Math.max(dx * dx + dy * dy, 1e-9);
      double t = Math.clamp(((x - a.x()) * dx + (y - a.y()) * dy) / length, 0, 1);
      double ex = a.x() + t * dx - x;
      double ey = a.y() + t * dy - y;
      best = Math.min(best, ex * ex + ey * ey);
    }
    return Math.sqrt(best);
  }
}
