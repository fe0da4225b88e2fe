package dev.whittle.cli.report;

import dev.whittle.cli.output.Units;
import dev.whittle.passes.ledger.Report;
import dev.whittle.passes.memory.Stay;

/** The arena over time: a rectangle for each value, steps to the right, addresses upwards. */
final class MemorySection {
  private static final int LEFT = 72;
  private static final int TOP = 12;
  private static final int WIDTH = 1080;
  private static final int HEIGHT = 360;
  private static final int NAMES = 108;
  private static final int TICKS = 4;
  private static final int TINTS = 4;
  private static final int MOST_NAMES = 56;
  private static final double LETTER = 5.6;

  private final Report report;
  private final Markup markup;
  private final double step;
  private final double perByte;

  private MemorySection(Report report, Markup markup) {
    this.report = report;
    this.markup = markup;
    this.step = (double) WIDTH / (report.layers().size() + 1);
    this.perByte = (double) HEIGHT / Math.max(1, report.arenaBytes());
  }

  static void write(Report report, Markup markup) {
    new MemorySection(report, markup).write();
  }

  private void write() {
    markup.open("section", "id", "memory", "aria-labelledby", "memory-title").line();
    markup.element("h2", "Memory over time", "id", "memory-title").line();
    markup
        .element(
            "p",
            "One arena of %s holds all activations of a run; each thread has %s of scratch beside"
                    .formatted(Units.bytes(report.arenaBytes()), Units.bytes(report.scratchBytes()))
                + " it, and %s of packed weights are shared by all runs."
                    .formatted(Units.bytes(report.packedBytes())))
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
            "Memory plan picture")
        .open(
            "svg",
            "xmlns",
            "http://www.w3.org/2000/svg",
            "viewBox",
            "0 0 %d %d".formatted(LEFT + WIDTH + 8, TOP + HEIGHT + NAMES),
            "class",
            "memory",
            "role",
            "img",
            "aria-labelledby",
            "memory-picture")
        .line();
    markup
        .element(
            "title",
            "%d values in an arena of %s over %d steps"
                .formatted(
                    report.memory().size(),
                    Units.bytes(report.arenaBytes()),
                    report.layers().size()),
            "id",
            "memory-picture")
        .line();
    axes();
    for (int i = 0; i < report.memory().size(); i++) {
      stay(report.memory().get(i), i);
    }
    markup.close().close().line().close().line();
  }

  private void axes() {
    for (int i = 0; i <= TICKS; i++) {
      double y = TOP + HEIGHT - (double) HEIGHT * i / TICKS;
      markup.empty(
          "line", "x1", LEFT, "x2", LEFT + WIDTH, "y1", at(y), "y2", at(y), "class", "grid");
      markup.element(
          "text",
          Units.bytes(report.arenaBytes() * i / TICKS),
          "x",
          LEFT - 8,
          "y",
          at(y + 3.5),
          "class",
          "tick",
          "text-anchor",
          "end");
    }
    int every = Math.ceilDiv(report.layers().size(), MOST_NAMES);
    for (int i = 0; i < report.layers().size(); i += every) {
      double x = LEFT + (i + 0.5) * step + 3;
      double y = TOP + HEIGHT + 12;
      markup.element(
          "text",
          shortened(report.layers().get(i).name(), 20),
          "transform",
          "translate(%s %s) rotate(-55)".formatted(at(x), at(y)),
          "class",
          "tick name",
          "text-anchor",
          "end");
    }
    markup.line();
  }

  private void stay(Stay stay, int index) {
    double x = LEFT + stay.from() * step;
    double width = (stay.to() - stay.from() + 1) * step;
    double height = stay.bytes() * perByte;
    double y = TOP + HEIGHT - stay.offset() * perByte - height;
    markup.open("g", "class", "stay tint" + index % TINTS);
    markup.element(
        "title",
        "%s: %s, %s at %s, steps %d to %d"
            .formatted(
                stay.name(),
                stay.type(),
                Units.bytes(stay.bytes()),
                Units.bytes(stay.offset()),
                stay.from(),
                stay.to()));
    markup.empty("rect", "x", at(x), "y", at(y), "width", at(width), "height", at(height), "rx", 2);
    int letters = (int) ((width - 6) / LETTER);
    if (height >= 12 && letters >= 3) {
      markup.element(
          "text",
          shortened(stay.name(), letters),
          "x",
          at(x + width / 2),
          "y",
          at(y + height / 2 + 3.5),
          "text-anchor",
          "middle");
    }
    markup.close().line();
  }

  private static String shortened(String name, int letters) {
    return name.length() <= letters ? name : name.substring(0, letters - 1) + "…";
  }

  private static String at(double position) {
    return Units.format("%.1f", position);
  }
}
