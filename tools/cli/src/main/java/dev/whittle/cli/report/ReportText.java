package dev.whittle.cli.report;

import dev.whittle.cli.output.Table;
import dev.whittle.cli.output.Units;
import dev.whittle.passes.ledger.Difference;
import dev.whittle.passes.ledger.Layer;
import dev.whittle.passes.ledger.Line;
import dev.whittle.passes.ledger.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A report as tables for a terminal. */
public final class ReportText {
  private ReportText() {}

  public static String of(Report report) {
    return "%s, pipeline %s, batch %d, %s, %d lanes%n%n%s%n%s%s%n%s"
        .formatted(
            report.network(),
            report.pipeline(),
            report.batch(),
            Units.plural(report.target().threads(), "thread"),
            report.target().lanes(),
            ledger(report),
            approximations(report),
            layers(report),
            notes(report));
  }

  /** What each pass did, a line for each. */
  public static String ledger(Report report) {
    boolean isMeasured = report.measurement().isPresent();
    List<String> header =
        new ArrayList<>(
            List.of(
                "pass", "patches", "parameters", "weights", "MACs", "activations", "predicted ms"));
    if (isMeasured) {
      header.addAll(List.of("measured ms", "difference", "relative", "same answer"));
    }
    boolean isLabelled =
        report
            .after()
            .difference()
            .map(Difference::rightAnswers)
            .orElseGet(OptionalInt::empty)
            .isPresent();
    if (isLabelled) {
      header.add("right");
    }
    Table table = new Table(1, header.toArray(String[]::new));
    for (Line line : report.lines()) {
      List<String> cells = new ArrayList<>(sizes(line));
      line.difference()
          .ifPresent(difference -> {
            cells.add(Changes.milliseconds(line.measured()));
            cells.addAll(differences(difference, isLabelled));
          });
      table.row(cells.toArray(String[]::new));
    }
    table.row(total(report, header.size()).toArray(String[]::new));
    return table.toString();
  }

  /** What approximate passes made of layers, and an empty line; nothing where there are none. */
  private static String approximations(Report report) {
    if (Approximations.isNone(report)) {
      return "";
    }
    Table table =
        new Table(Approximations.TEXTS, Approximations.header(report).toArray(String[]::new));
    Approximations.rows(report).forEach(row -> table.row(row.toArray(String[]::new)));
    return table + "\n";
  }

  private static List<String> sizes(Line line) {
    return List.of(
        Changes.pass(line),
        line.pass().isEmpty() ? "" : Long.toString(line.patches()),
        Units.count(line.size().parameters()),
        Units.bytes(line.size().weightBytes()),
        Units.count(line.size().cost().macs()),
        Units.bytes(Changes.activations(line)),
        Units.milliseconds(line.predicted()));
  }

  private static List<String> differences(Difference difference, boolean isLabelled) {
    List<String> cells = new ArrayList<>();
    cells.add(Changes.difference(difference.largest()));
    cells.add(Changes.relative(difference));
    cells.add(Changes.of(difference.sameAnswers(), difference.items()));
    if (isLabelled) {
      cells.add(Changes.of(difference.rightAnswers(), difference.items()));
    }
    return cells;
  }

  private static List<String> total(Report report, int columns) {
    Line before = report.before();
    Line after = report.after();
    List<String> cells =
        new ArrayList<>(
            List.of(
                "total",
                Long.toString(report.patches()),
                Changes.change(before.size().parameters(), after.size().parameters()),
                Changes.change(before.size().weightBytes(), after.size().weightBytes()),
                Changes.change(before.size().cost().macs(), after.size().cost().macs()),
                Changes.change(Changes.activations(before), Changes.activations(after)),
                Changes.change(before.predicted(), after.predicted())));
    if (columns > cells.size()) {
      cells.add(Changes.change(before.measured().getAsDouble(), after.measured().getAsDouble()));
    }
    while (cells.size() < columns) {
      cells.add("");
    }
    return cells;
  }

  private static String layers(Report report) {
    boolean isMeasured = report.measurement().isPresent();
    Table table =
        isMeasured
            ? new Table(
                3,
                "layer",
                "kernel",
                "source",
                "parameters",
                "MACs",
                "moved",
                "predicted ms",
                "measured ms")
            : new Table(
                3, "layer", "kernel", "source", "parameters", "MACs", "moved", "predicted ms");
    for (Layer layer : report.layers()) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  layer.name(),
                  layer.kernel().isEmpty()
                      ? layer.algorithm().isEmpty() ? layer.operator() : layer.algorithm()
                      : layer.kernel(),
                  layer.source(),
                  blankOrCount(layer.parameters()),
                  blankOrCount(layer.cost().macs()),
                  layer.cost().bytes() == 0 ? "" : Units.bytes(layer.cost().bytes()),
                  blankOrMilliseconds(layer.predicted())));
      layer.measured().ifPresent(nanoseconds -> cells.add(blankOrMilliseconds(nanoseconds)));
      table.row(cells.toArray(String[]::new));
    }
    return table.toString();
  }

  private static String notes(Report report) {
    String predicted = "Predicted ms are the cost model's for one core.\n";
    Optional<Report.Measurement> measured = report.measurement();
    return measured
        .map(m ->
            predicted
                + "Measured ms are medians of %s, in turns, on %s.%n"
                    .formatted(
                        Units.plural(m.rounds(), "round"),
                        Units.plural(report.target().threads(), "thread"))
                + "Differences are to the network as written, on %s.%n".formatted(m.data())
                + approximated(report))
        .orElse(predicted);
  }

  private static String approximated(Report report) {
    return Approximations.isNone(report) ? "" : Approximations.note(report) + "\n";
  }

  private static String blankOrCount(long count) {
    return count == 0 ? "" : Units.count(count);
  }

  private static String blankOrMilliseconds(double nanoseconds) {
    return nanoseconds == 0 ? "" : Units.milliseconds(nanoseconds);
  }
}
