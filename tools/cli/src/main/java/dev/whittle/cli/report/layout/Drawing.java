package dev.whittle.cli.report.layout;

import java.util.List;

/**
 * A graph laid out in the plane; y grows downwards.
 *
 * @param points the middle of each vertex
 * @param edges one for each edge, by reader and then by what it reads
 */
public record Drawing(double width, double height, List<Point> points, List<Edge> edges) {
  public Drawing {
    points = List.copyOf(points);
    edges = List.copyOf(edges);
  }

  /** A place. */
  public record Point(double x, double y) {}

  /**
   * A curve from the lower side of one vertex to the upper side of another.
   *
   * @param path in the language of SVG's {@code d}
   */
  public record Edge(int from, int to, String path) {}
}
