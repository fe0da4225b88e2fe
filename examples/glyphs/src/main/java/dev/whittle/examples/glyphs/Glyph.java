package dev.whittle.examples.glyphs;

import java.util.ArrayList;
import java.util.List;

/**
 * A character drawn with a pen: polylines in a unit square, x to the right, y down.
 *
 * <p>The text of a glyph is a list of strokes: {@code M x y} lifts the pen to a point, {@code L x
 * y} draws a line, {@code A cx cy rx ry from to} lifts the pen and draws an arc of an ellipse
 * between two angles in degrees (0 is right, 90 is down), {@code a …} draws a line to the arc's
 * start first.
 */
record Glyph(String label, List<List<Point>> strokes) {
  private static final int ARC_STEPS = 16;

  /** A point in the unit square. */
  record Point(double x, double y) {}

  static Glyph parse(String label, String text) {
    List<List<Point>> strokes = new ArrayList<>();
    List<Point> pen = new ArrayList<>();
    String[] words = text.split(" ");
    int at = 0;
    while (at < words.length) {
      String command = words[at++];
      if (!command.equals("L") && !command.equals("a")) {
        pen = new ArrayList<>();
        strokes.add(pen);
      }
      int count = command.equalsIgnoreCase("A") ? 6 : 2;
      double[] numbers = new double[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = Double.parseDouble(words[at++]);
      }
      if (count == 6) {
        addArc(pen, numbers);
      } else {
        pen.add(new Point(numbers[0], numbers[1]));
      }
    }
    return new Glyph(label, strokes);
  }

  private static void addArc(List<Point> pen, double[] arc) {
    for (int i = 0; i <= ARC_STEPS; i++) {
      double angle = StrictMath.toRadians(arc[4] + (arc[5] - arc[4]) * i / ARC_STEPS);
      pen.add(
          new Point(
              arc[0] + arc[2] * StrictMath.cos(angle), arc[1] + arc[3] * StrictMath.sin(angle)));
    }
  }
}
