package dev.whittle.cli.report;

import dev.whittle.cli.output.Units;
import dev.whittle.cli.report.layout.Drawing;
import dev.whittle.cli.report.layout.LayeredLayout;
import dev.whittle.passes.ledger.Layer;
import dev.whittle.passes.ledger.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A picture of the compiled network: boxes for layers, frames around blocks. */
final class NetworkSection {
  private static final int WIDTH = 172;
  private static final int HEIGHT = 56;
  private static final int MARGIN = 12;
  private static final int FRAME = 9;
  private static final int NAME_LETTERS = 24;
  private static final int TEXT_LETTERS = 28;
  private static final LayeredLayout LAYOUT = new LayeredLayout(WIDTH, HEIGHT, 24, 34);

  private final Report report;
  private final Markup markup;
  private final List<String> blocks = new ArrayList<>();
  private final Drawing drawing;
  private final double mostTime;

  private NetworkSection(Report report, Markup markup) {
    this.report = report;
    this.markup = markup;
    report.layers().forEach(layer -> blocks.add(block(layer.name())));
    report.outputs().forEach(end -> blocks.add(""));
    List<List<Integer>> reads = new ArrayList<>();
    report.layers().forEach(layer -> reads.add(layer.reads()));
    report.outputs().forEach(end -> reads.add(List.of(end.layer())));
    this.drawing = LAYOUT.draw(reads, blocks);
    this.mostTime = report.layers().stream().mapToDouble(NetworkSection::time).max().orElse(0);
  }

  static void write(Report report, Markup markup) {
    new NetworkSection(report, markup).write();
  }

  private void write() {
    markup.open("section", "id", "network", "aria-labelledby", "network-title").line();
    markup.element("h2", "Network", "id", "network-title").line();
    markup
        .element(
            "p",
            "The compiled network. The bar at a layer's foot is its %s time beside that of the"
                    .formatted(report.measurement().isPresent() ? "measured" : "predicted")
                + " slowest one; a layer leads to its row below.")
        .line();
    markup
        .open(
            "div",
            "class",
            "wide",
            "tabindex",
            0,
            "role",
            "region",
            "aria-label",
            "Network picture")
        .open(
            "svg",
            "xmlns",
            "http://www.w3.org/2000/svg",
            "viewBox",
            Units.format(
                "0 0 %.0f %.0f", drawing.width() + 2 * MARGIN, drawing.height() + 2 * MARGIN),
            "width",
            Units.format("%.0f", drawing.width() + 2 * MARGIN),
            "class",
            "network",
            "role",
            "group",
            "aria-labelledby",
            "network-title")
        .line();
    markup.open("g", "transform", "translate(%d %d)".formatted(MARGIN, MARGIN)).line();
    frames();
    for (Drawing.Edge edge : drawing.edges()) {
      markup
          .empty(
              "path",
              "d",
              edge.path(),
              "class",
              "edge",
              "data-from",
              edge.from(),
              "data-to",
              edge.to())
          .line();
    }
    for (int i = 0; i < report.layers().size(); i++) {
      layer(i, report.layers().get(i));
    }
    for (int i = 0; i < report.outputs().size(); i++) {
      output(report.layers().size() + i, report.outputs().get(i));
    }
    markup.close().close().line().close().line();
    markup
        .open("div", "id", "detail", "role", "status", "hidden", "hidden")
        .close()
        .line()
        .close()
        .line();
  }

  /** Frames around blocks of two and more layers, where nothing else would be framed too. */
  private void frames() {
    Map<String, List<Integer>> members = new LinkedHashMap<>();
    for (int i = 0; i < blocks.size(); i++) {
      members.computeIfAbsent(blocks.get(i), b -> new ArrayList<>()).add(i);
    }
    members.remove("");
    members.forEach((block, layers) -> {
      double left = layers.stream().mapToDouble(i -> drawing.points().get(i).x()).min().orElse(0);
      double right = layers.stream().mapToDouble(i -> drawing.points().get(i).x()).max().orElse(0);
      double top = layers.stream().mapToDouble(i -> drawing.points().get(i).y()).min().orElse(0);
      double bottom = layers.stream().mapToDouble(i -> drawing.points().get(i).y()).max().orElse(0);
      boolean isApart = layers.size() > 1;
      for (int i = 0; i < blocks.size(); i++) {
        Drawing.Point point = drawing.points().get(i);
        isApart &=
            layers.contains(i)
                || point.x() <= left - WIDTH
                || point.x() >= right + WIDTH
                || point.y() <= top - HEIGHT
                || point.y() >= bottom + HEIGHT;
      }
      if (isApart) {
        double x = left - WIDTH / 2.0 - FRAME;
        double y = top - HEIGHT / 2.0 - FRAME;
        markup
            .empty(
                "rect",
                "x",
                at(x),
                "y",
                at(y),
                "width",
                at(right - left + WIDTH + 2 * FRAME),
                "height",
                at(bottom - top + HEIGHT + 2 * FRAME),
                "rx",
                8,
                "class",
                "frame")
            .line();
        markup
            .element(
                "text",
                shortened(block, NAME_LETTERS),
                "x",
                at(x + 4),
                "y",
                at(y - 4),
                "class",
                "block")
            .line();
      }
    });
  }

  private void layer(int index, Layer layer) {
    markup.open(
        "a",
        "href",
        "#" + LayerSection.anchor(index),
        "class",
        "layer " + kind(layer),
        "data-layer",
        index);
    markup.element("title", "%s: %s, %s".formatted(layer.name(), layer.operator(), layer.type()));
    box(index);
    lines(
        index,
        shortened(within(layer.name(), blocks.get(index)), NAME_LETTERS),
        shortened(layer.operator(), TEXT_LETTERS),
        shortened(layer.type(), TEXT_LETTERS));
    if (mostTime > 0 && time(layer) > 0) {
      Drawing.Point point = drawing.points().get(index);
      markup.empty(
          "rect",
          "x",
          at(point.x() - WIDTH / 2.0 + 8),
          "y",
          at(point.y() + HEIGHT / 2.0 - 5),
          "width",
          at((WIDTH - 16) * time(layer) / mostTime),
          "height",
          2.5,
          "class",
          "time");
    }
    markup.close().line();
  }

  private void output(int vertex, Report.End end) {
    markup.open("g", "class", "layer end");
    markup.element("title", "output " + end.name());
    box(vertex);
    lines(
        vertex,
        shortened(end.name(), NAME_LETTERS),
        "output",
        shortened(report.layers().get(end.layer()).type(), TEXT_LETTERS));
    markup.close().line();
  }

  private void box(int vertex) {
    Drawing.Point point = drawing.points().get(vertex);
    markup.empty(
        "rect",
        "x",
        at(point.x() - WIDTH / 2.0),
        "y",
        at(point.y() - HEIGHT / 2.0),
        "width",
        WIDTH,
        "height",
        HEIGHT,
        "rx",
        5,
        "class",
        "box");
  }

  private void lines(int vertex, String name, String operator, String type) {
    String x = at(drawing.points().get(vertex).x() - WIDTH / 2.0 + 10);
    double y = drawing.points().get(vertex).y();
    markup.element("text", name, "x", x, "y", at(y - 11), "class", "title");
    markup.element("text", operator, "x", x, "y", at(y + 3));
    markup.element("text", type, "x", x, "y", at(y + 16), "class", "shape");
  }

  private static double time(Layer layer) {
    return layer.measured().orElse(layer.predicted());
  }

  private static String kind(Layer layer) {
    if (layer.algorithm().isEmpty()) {
      return "end";
    }
    if (layer.cost().macs() > 0) {
      return "product";
    }
    return layer.kernel().isEmpty() || layer.cost().flops() == 0 ? "moving" : "other";
  }

  /** The part of a name before the first slash; a name without one is its own block. */
  private static String block(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  private static String within(String name, String block) {
    return name.startsWith(block + "/") && name.length() > block.length() + 1
        ? name.substring(block.length() + 1)
        : name;
  }

  private static String shortened(String text, int letters) {
    return text.length() <= letters ? text : text.substring(0, letters - 1) + "…";
  }

  private static String at(double position) {
    return Units.format("%.1f", position);
  }
}
