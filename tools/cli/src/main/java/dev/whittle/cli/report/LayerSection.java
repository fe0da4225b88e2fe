package dev.whittle.cli.report;

import dev.whittle.cli.output.Units;
import dev.whittle.passes.ledger.Layer;
import dev.whittle.passes.ledger.Report;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What each layer costs: a table with bars, each column to its own scale but the two of time. */
final class LayerSection {
  private final Report report;
  private final Markup markup;
  private final boolean isMeasured;
  private final double mostMacs;
  private final double mostBytes;
  private final double mostTime;

  private LayerSection(Report report, Markup markup) {
    this.report = report;
    this.markup = markup;
    this.isMeasured = report.measurement().isPresent();
    this.mostMacs = most(l -> l.cost().macs());
    this.mostBytes = most(l -> l.cost().bytes());
    this.mostTime = Math.max(most(Layer::predicted), most(l -> l.measured().orElse(0)));
  }

  static void write(Report report, Markup markup) {
    new LayerSection(report, markup).write();
  }

  /** The anchor of a layer's row. */
  static String anchor(int layer) {
    return "layer-" + layer;
  }

  private double most(ToDoubleFunction<Layer> figure) {
    return report.layers().stream().mapToDouble(figure).max().orElse(0);
  }

  private void write() {
    markup.open("section", "id", "layers", "aria-labelledby", "layers-title").line();
    markup.element("h2", "Layers", "id", "layers-title").line();
    markup
        .open("div", "class", "wide", "tabindex", 0, "role", "region", "aria-label", "Layer table")
        .open("table", "class", "layers")
        .line();
    markup
        .element(
            "caption",
            "The compiled network in order of execution. “Moved” is what is read and written when"
                + " every operand is read and every result written once.")
        .line();
    markup.open("thead").open("tr");
    List.of("Layer", "Kernel", "Result")
        .forEach(text -> markup.element("th", text, "scope", "col"));
    markup.element("th", "Parameters", "scope", "col", "class", "number");
    List.of("MACs", "Moved", "Predicted ms")
        .forEach(text -> markup.element("th", text, "scope", "col", "class", "number"));
    if (isMeasured) {
      markup.element("th", "Measured ms", "scope", "col", "class", "number");
    }
    markup.close().close().line().open("tbody").line();
    for (int i = 0; i < report.layers().size(); i++) {
      row(i, report.layers().get(i));
    }
    markup.close().line().open("tfoot").open("tr");
    markup.element("th", "Total", "scope", "row", "colspan", 3);
    markup.element("td", Units.count(sum(l -> l.parameters())), "class", "number");
    markup.element("td", Units.count(sum(l -> l.cost().macs())), "class", "number");
    markup.element("td", Units.bytes(sum(l -> l.cost().bytes())), "class", "number");
    markup.element(
        "td",
        Units.milliseconds(report.layers().stream().mapToDouble(Layer::predicted).sum()),
        "class",
        "number");
    if (isMeasured) {
      double measured = report.layers().stream().mapToDouble(l -> l.measured().orElse(0)).sum();
      markup.element("td", Units.milliseconds(measured), "class", "number");
    }
    markup.close().close().close().close().line().close().line();
  }

  private long sum(ToDoubleFunction<Layer> figure) {
    return (long) report.layers().stream().mapToDouble(figure).sum();
  }

  private void row(int index, Layer layer) {
    markup.open("tr", "id", anchor(index));
    markup.open("th", "scope", "row").element("bdi", layer.name());
    String source = layer.source().isEmpty() ? "" : " · " + layer.source();
    markup.element("small", layer.operator() + source).close();
    kernel(layer);
    markup.element("td", layer.type(), "class", "type");
    markup.element(
        "td", layer.parameters() == 0 ? "" : Units.count(layer.parameters()), "class", "number");
    bar("macs", Units.count(layer.cost().macs()), layer.cost().macs(), mostMacs);
    bar("bytes", Units.bytes(layer.cost().bytes()), layer.cost().bytes(), mostBytes);
    bar("predicted", Units.milliseconds(layer.predicted()), layer.predicted(), mostTime);
    layer.measured().ifPresent(time -> bar("measured", Units.milliseconds(time), time, mostTime));
    markup.close().line();
  }

  /** The kernel's name, which may break after an underscore. */
  private void kernel(Layer layer) {
    boolean isNone = layer.kernel().isEmpty();
    markup.open("td", "class", isNone ? "same" : "kernel");
    String name = isNone ? layer.algorithm() : layer.kernel();
    for (String part : name.split("(?<=_)(?=[^_])")) {
      markup.text(part).empty("wbr");
    }
    markup.close();
  }

  private void bar(String kind, String text, double value, double most) {
    markup.open("td", "class", "number bar");
    if (value > 0) {
      markup.text(text);
      String width = Units.format("width:%.1f%%", 100 * value / most);
      markup.open("span", "class", kind, "aria-hidden", "true");
      markup.open("i", "style", width).close().close();
    }
    markup.close();
  }
}
