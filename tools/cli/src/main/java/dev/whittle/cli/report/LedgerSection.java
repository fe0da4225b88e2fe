package dev.whittle.cli.report;

import dev.whittle.cli.output.Units;
import dev.whittle.passes.Pass;
import dev.whittle.passes.ledger.Difference;
import dev.whittle.passes.ledger.Line;
import dev.whittle.passes.ledger.Report;
import dev.whittle.passes.pipeline.Catalogue;
import java.util.List;

/** The ledger as a table: a row for each pass, what a pass left as it was in a fainter colour. */
final class LedgerSection {
  private static final List<String> SIZES =
      List.of("Patches", "Parameters", "Weights", "MACs", "Activations", "Predicted ms");

  private final Report report;
  private final Markup markup;
  private final boolean isMeasured;
  private final boolean isLabelled;

  private LedgerSection(Report report, Markup markup) {
    this.report = report;
    this.markup = markup;
    this.isMeasured = report.measurement().isPresent();
    this.isLabelled =
        report.after().difference().filter(d -> d.rightAnswers().isPresent()).isPresent();
  }

  static void write(Report report, Markup markup) {
    new LedgerSection(report, markup).write();
  }

  private void write() {
    markup.open("section", "id", "ledger", "aria-labelledby", "ledger-title").line();
    markup.element("h2", "Ledger", "id", "ledger-title").line();
    markup
        .open("div", "class", "wide", "tabindex", 0, "role", "region", "aria-label", "Ledger table")
        .open("table", "class", "ledger")
        .line();
    markup.element("caption", caption()).line();
    markup.open("thead").open("tr").element("th", "Pass", "scope", "col");
    SIZES.forEach(this::heading);
    if (isMeasured) {
      List.of("Measured ms", "Difference", "Relative", "Same answer").forEach(this::heading);
    }
    if (isLabelled) {
      heading("Right");
    }
    markup.close().close().line().open("tbody").line();
    Line last = null;
    for (Line line : report.lines()) {
      row(line, last == null ? line : last);
      last = line;
    }
    markup.close().line().open("tfoot").line();
    total();
    markup.close().close().close().line();
    approximations();
    passes();
    markup.close().line();
  }

  private void approximations() {
    if (Approximations.isNone(report)) {
      return;
    }
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
            "Table of approximated layers")
        .open("table")
        .line();
    markup
        .element(
            "caption",
            ("What approximate passes made of each layer. " + Approximations.note(report)).strip())
        .line();
    markup.open("thead").open("tr");
    List<String> header = Approximations.header(report);
    for (int i = 0; i < header.size(); i++) {
      markup.element(
          "th", header.get(i), "scope", "col", "class", isText(i, header) ? "" : "number");
    }
    markup.close().close().line().open("tbody").line();
    for (List<String> row : Approximations.rows(report)) {
      markup.open("tr");
      for (int i = 0; i < row.size(); i++) {
        markup.element("td", row.get(i), "class", isText(i, header) ? "" : "number");
      }
      markup.close().line();
    }
    markup.close().close().close().line();
  }

  private static boolean isText(int column, List<String> header) {
    return column < Approximations.TEXTS || column == header.size() - 1;
  }

  private void passes() {
    markup.open("details").element("summary", "What the passes do").open("dl").line();
    report.lines().stream()
        .map(Line::pass)
        .distinct()
        .flatMap(name -> Catalogue.find(name).stream())
        .map(Pass::info)
        .forEach(info -> markup.element("dt", info.name()).element("dd", info.summary()).line());
    markup.close().close().line();
  }

  private void heading(String text) {
    markup.element("th", text, "scope", "col", "class", "number");
  }

  private void row(Line line, Line last) {
    markup.open("tr").element("th", Changes.pass(line), "scope", "row");
    cell(line.pass().isEmpty() ? "" : Long.toString(line.patches()), line.patches() == 0);
    cell(
        Units.count(line.size().parameters()),
        line.size().parameters() == last.size().parameters());
    cell(
        Units.bytes(line.size().weightBytes()),
        line.size().weightBytes() == last.size().weightBytes());
    cell(
        Units.count(line.size().cost().macs()),
        line.size().cost().macs() == last.size().cost().macs());
    cell(
        Units.bytes(Changes.activations(line)),
        Changes.activations(line) == Changes.activations(last));
    cell(Units.milliseconds(line.predicted()), line.predicted() == last.predicted());
    line.difference()
        .ifPresent(difference -> {
          cell(Changes.milliseconds(line.measured()), line.measured().equals(last.measured()));
          differences(difference, line.difference().equals(last.difference()));
        });
    markup.close().line();
  }

  private void differences(Difference difference, boolean isSame) {
    cell(Changes.difference(difference.largest()), isSame);
    cell(Changes.relative(difference), isSame);
    cell(Changes.of(difference.sameAnswers(), difference.items()), isSame);
    if (isLabelled) {
      cell(Changes.of(difference.rightAnswers(), difference.items()), isSame);
    }
  }

  private void total() {
    Line before = report.before();
    Line after = report.after();
    markup.open("tr").element("th", "Total change", "scope", "row");
    cell(Long.toString(report.patches()), false);
    cell(Changes.change(before.size().parameters(), after.size().parameters()), false);
    cell(Changes.change(before.size().weightBytes(), after.size().weightBytes()), false);
    cell(Changes.change(before.size().cost().macs(), after.size().cost().macs()), false);
    cell(Changes.change(Changes.activations(before), Changes.activations(after)), false);
    cell(Changes.change(before.predicted(), after.predicted()), false);
    after
        .difference()
        .ifPresent(difference -> {
          cell(
              Changes.change(before.measured().getAsDouble(), after.measured().getAsDouble()),
              false);
          differences(difference, false);
        });
    markup.close().line();
  }

  private void cell(String text, boolean isSame) {
    markup.element("td", text, "class", isSame ? "number same" : "number");
  }

  private String caption() {
    String sizes =
        "A row shows the network after a pass; predicted times are the cost model's for one core,"
            + " for the network completed with the passes it needs to run.";
    return report
        .measurement()
        .map(m ->
            sizes
                + " Measured times are medians of %s, in turns, on %s. Differences are to the"
                    .formatted(
                        Units.plural(m.rounds(), "round"),
                        Units.plural(report.target().threads(), "thread"))
                + " outputs of the network as written, on %s.".formatted(m.data()))
        .orElse(sizes);
  }
}
