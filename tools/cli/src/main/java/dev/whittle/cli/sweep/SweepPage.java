package dev.whittle.cli.sweep;

import dev.whittle.cli.output.Units;
import dev.whittle.cli.report.Markup;
import dev.whittle.cli.report.Page;
import dev.whittle.passes.ledger.Difference;
import dev.whittle.passes.ledger.Sweep;
import dev.whittle.passes.ledger.Sweep.Point;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A sweep as an HTML page in one file: its table, and a picture of time, answers and size. */
public final class SweepPage {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 420;
  private static final int LEFT = 90;
  private static final int RIGHT = 50;
  private static final int TOP = 72;
  private static final int BOTTOM = 58;
  private static final int LINE = 13;
  private static final int LEVELS = 3;
  private static final double LARGEST = 16;
  private static final double NANOS = 1e6;

  private final Sweep sweep;
  private final Markup markup = new Markup();
  private final boolean hasAnswers;
  private final Axis times;
  private final Axis heights;

  private SweepPage(Sweep sweep) {
    this.sweep = sweep;
    this.hasAnswers =
        sweep.points().stream().allMatch(p -> p.difference().sameAnswers().isPresent());
    double slowest = sweep.points().stream().mapToDouble(Point::measured).max().orElse(1);
    this.times = Axis.of(0, slowest / NANOS);
    this.heights =
        Axis.of(
            sweep.points().stream().mapToDouble(this::height).min().orElse(0),
            sweep.points().stream().mapToDouble(this::height).max().orElse(1));
  }

  /**
   * The page.
   *
   * @param title of which network
   * @param how what was done with it, in parts
   */
  public static String of(String title, List<String> how, Sweep sweep) {
    return new SweepPage(sweep).page(title, how);
  }

  private String page(String title, List<String> how) {
    Page.open(markup, title + " · Whittle sweep");
    markup.open("header").line().element("h1", title).line().open("p", "class", "how");
    how.forEach(part -> markup.element("span", part));
    markup.close().line().close().line().open("main").line();
    picture();
    table();
    markup.close().line();
    return Page.close(markup);
  }

  private void picture() {
    String vertical = hasAnswers ? "same answer" : "largest difference";
    markup.open("section", "aria-labelledby", "picture-title").line();
    markup.element("h2", "Time against answers", "id", "picture-title").line();
    markup
        .open("div", "class", "wide", "tabindex", 0, "role", "region", "aria-label", "Picture")
        .open("svg", "class", "sweep", "viewBox", "0 0 %d %d".formatted(WIDTH, HEIGHT))
        .line();
    for (double time : times.marks()) {
      line(x(time), TOP, x(time), HEIGHT - BOTTOM);
      text(x(time), HEIGHT - BOTTOM + 24, "middle", Units.format("%.3g", time));
    }
    for (double height : heights.marks()) {
      line(LEFT, y(height), WIDTH - RIGHT, y(height));
      text(LEFT - 22, y(height) + 4, "end", label(height));
    }
    text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", "measured ms");
    text(LEFT - 22, TOP - 24, "start", vertical);
    front();
    List<Point> sorted =
        sweep.points().stream().sorted(Comparator.comparingDouble(Point::measured)).toList();
    for (int i = 0; i < sorted.size(); i++) {
      circle(sorted.get(i), i);
    }
    markup.close().close().line();
    markup.element(
        "p",
        "The area of a circle is the size of the weights. The line joins the points that no other"
            + " one beats: none is faster, smaller and closer to the network as written at once.");
    markup.close().line();
  }

  private void front() {
    String points =
        sweep.points().stream()
            .filter(sweep::isOnFront)
            .sorted(Comparator.comparingDouble(Point::measured))
            .map(p -> Units.format("%.1f,%.1f", x(p.measured() / NANOS), y(height(p))))
            .collect(Collectors.joining(" "));
    markup.empty("polyline", "class", "front", "points", points).line();
  }

  /** Names stand above their circles, at heights that change, for neighbours are often near. */
  private void circle(Point point, int number) {
    double most = sweep.points().stream().mapToDouble(p -> p.size().weightBytes()).max().orElse(1);
    double radius = LARGEST * Math.sqrt(point.size().weightBytes() / Math.max(1, most));
    double x = x(point.measured() / NANOS);
    double y = y(height(point));
    markup
        .open("g", "class", sweep.isOnFront(point) ? "point best" : "point")
        .element("title", String.join(", ", SweepText.cells(sweep, point)))
        .empty("circle", "cx", round(x), "cy", round(y), "r", round(radius));
    text(x, y - radius - 4 - LINE * (number % LEVELS), "middle", point.name());
    markup.close().line();
  }

  private void table() {
    markup.open("section", "aria-labelledby", "table-title").line();
    markup.element("h2", "All settings", "id", "table-title").line();
    markup
        .open("div", "class", "wide", "tabindex", 0, "role", "region", "aria-label", "Table")
        .open("table")
        .line();
    markup.open("thead").open("tr");
    for (String name : SweepText.HEADER) {
      markup.element("th", name, "scope", "col", "class", kind(name));
    }
    markup.close().close().line().open("tbody").line();
    for (Point point : sweep.points()) {
      List<String> cells = SweepText.cells(sweep, point);
      markup.open("tr").element("th", cells.getFirst(), "scope", "row");
      for (int i = 1; i < cells.size(); i++) {
        markup.element("td", cells.get(i), "class", kind(SweepText.HEADER.get(i)));
      }
      markup.close().line();
    }
    markup.close().close().close().close().line();
  }

  private static String kind(String column) {
    return column.equals(SweepText.HEADER.getFirst()) ? "" : "number";
  }

  private double height(Point point) {
    Difference difference = point.difference();
    return hasAnswers
        ? difference.sameAnswers().getAsInt() / (double) difference.items()
        : -Math.min(difference.largest(), Float.MAX_VALUE);
  }

  private String label(double height) {
    return hasAnswers ? Units.percent(height) : Units.format("%.1e", Math.max(0, -height));
  }

  private double x(double time) {
    return LEFT + (WIDTH - LEFT - RIGHT) * times.share(time);
  }

  private double y(double height) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - heights.share(height));
  }

  private void line(double x1, double y1, double x2, double y2) {
    markup
        .empty(
            "line", "class", "grid", "x1", round(x1), "y1", round(y1), "x2", round(x2), "y2",
            round(y2))
        .line();
  }

  private void text(double x, double y, String anchor, String text) {
    markup.element("text", text, "x", round(x), "y", round(y), "text-anchor", anchor);
  }

  private static String round(double pixels) {
    return Units.format("%.1f", pixels);
  }
}
