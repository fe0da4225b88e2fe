package dev.whittle.cli.report.layout;

import dev.whittle.cli.output.Units;
import dev.whittle.cli.report.layout.Column.Place;
import dev.whittle.cli.report.layout.Drawing.Edge;
import dev.whittle.cli.report.layout.Drawing.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays a graph out from top to bottom, long ones in several columns from left to right. An edge
 * into the next column goes up between the two.
 *
 * @param width of a vertex
 * @param height of a vertex
 * @param gap between two vertices beside each other
 * @param drop between two rows
 */
public record LayeredLayout(double width, double height, double gap, double drop) {
  private static final double CORNER = 8;
  private static final int ENTRY = -1;

  /**
   * The drawing of a graph.
   *
   * @param reads for each vertex those it reads from, which come before it
   * @param blocks for each vertex what it is a part of, empty for nothing; columns break between
   *     blocks rather than in them
   */
  public Drawing draw(List<List<Integer>> reads, List<String> blocks) {
    Ranks ranks = new Ranks(reads, blocks);
    List<Integer> starts = new ArrayList<>(List.of(0));
    starts.addAll(ranks.breaks());
    Point[] points = new Point[reads.size()];
    List<Edge> edges = new ArrayList<>();
    double x = 0;
    double bottom = 0;
    for (int i = 0; i < starts.size(); i++) {
      int start = starts.get(i);
      int end = i + 1 < starts.size() ? starts.get(i + 1) : ranks.count();
      int gate = i == 0 ? ENTRY : ranks.gate(start);
      double left = i == 0 ? 0 : x + 3 * gap;
      x = left + column(reads, ranks, start, end, gate, left, points, edges);
      bottom =
          Math.max(bottom, y(end - start - 1) + height / 2 + (i + 1 < starts.size() ? drop : 0));
    }
    return new Drawing(x, bottom, List.of(points), edges);
  }

  /** Lays out the ranks from {@code start} to {@code end}; the answer is how wide they are. */
  private double column(
      List<List<Integer>> reads,
      Ranks ranks,
      int start,
      int end,
      int gate,
      double left,
      Point[] points,
      List<Edge> edges) {
    Column column = new Column(end - start + 1, gap);
    Place entry = gate == ENTRY ? null : column.add(ENTRY, 0, 0);
    List<Integer> members = new ArrayList<>();
    for (int v = 0; v < reads.size(); v++) {
      if (ranks.of(v) >= start && ranks.of(v) < end) {
        members.add(v);
        column.add(v, ranks.of(v) - start + 1, width);
      }
    }
    record Route(int from, int to, List<Place> places) {}
    List<Route> routes = new ArrayList<>();
    for (int v : members) {
      int row = ranks.of(v) - start + 1;
      for (int from : reads.get(v)) {
        boolean isEntering = ranks.of(from) < start;
        Place source = isEntering ? entry : column.of(from);
        int sourceRow = isEntering ? 0 : ranks.of(from) - start + 1;
        routes.add(new Route(from, v, column.join(source, sourceRow, column.of(v), row)));
      }
    }
    double wide = column.arrange();
    for (int v : members) {
      points[v] = new Point(left + column.of(v).x(), y(ranks.of(v) - start));
    }
    for (Route route : routes) {
      boolean isEntering = ranks.of(route.from()) < start;
      int row = isEntering ? -1 : ranks.of(route.from()) - start;
      String path = isEntering ? enter(points[route.from()], left, entry) : "";
      edges.add(new Edge(route.from(), route.to(), path + descend(route.places(), left, row)));
    }
    return wide;
  }

  /** The middle of the vertices on {@code row}; above the first there is room for edges. */
  private double y(int row) {
    return drop + height / 2 + row * (height + drop);
  }

  /** From a vertex down, through the gap before the column at {@code left} and up to its top. */
  private String enter(Point from, double left, Place entry) {
    double under = from.y() + height / 2 + drop - 2;
    double between = left - 1.5 * gap;
    double top = 2;
    double in = left + entry.x();
    double corner = Math.min(CORNER, drop / 2 - 2);
    return Units.format(
        "M%.1f %.1fV%.1fq0 %.1f %.1f %.1fH%.1fq%.1f 0 %.1f %.1fV%.1fq0 %.1f %.1f %.1fH%.1fq%.1f 0 %.1f %.1f",
        from.x(),
        from.y() + height / 2,
        under - corner,
        corner,
        corner,
        corner,
        between - corner,
        corner,
        corner,
        -corner,
        top + corner,
        -corner,
        corner,
        -corner,
        in - corner,
        corner,
        corner,
        corner);
  }

  private String descend(List<Place> places, double left, int row) {
    StringBuilder path = new StringBuilder();
    double x = left + places.getFirst().x();
    double y = row < 0 ? 2 + Math.min(CORNER, drop / 2 - 2) : y(row) + height / 2;
    if (row >= 0) {
      path.append(Units.format("M%.1f %.1f", x, y));
    }
    for (int i = 1; i < places.size(); i++) {
      double nextX = left + places.get(i).x();
      double nextY = y(row + i) - height / 2;
      double half = (y + nextY) / 2;
      path.append(
          Units.format("C%.1f %.1f %.1f %.1f %.1f %.1f", x, half, nextX, half, nextX, nextY));
      x = nextX;
      y = nextY;
      if (i + 1 < places.size()) {
        y += height;
        path.append(Units.format("V%.1f", y));
      }
    }
    return path.toString();
  }
}
