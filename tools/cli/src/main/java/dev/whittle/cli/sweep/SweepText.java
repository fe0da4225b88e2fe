package dev.whittle.cli.sweep;

import dev.whittle.cli.output.Table;
import dev.whittle.cli.output.Units;
import dev.whittle.cli.report.Changes;
import dev.whittle.passes.ledger.Difference;
import dev.whittle.passes.ledger.Sweep;
import dev.whittle.passes.ledger.Sweep.Point;
import dev.whittle.runtime.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A sweep as text: for people, as CSV and as JSON. The first point is what the others beat. */
public final class SweepText {
  /** What the columns of {@link #cells} are called. */
  static final List<String> HEADER =
      List.of(
          "setting",
          "layers",
          "parameters",
          "weights",
          "MACs",
          "predicted ms",
          "measured ms",
          "speed-up",
          "difference",
          "same answer",
          "right",
          "best");

  private static final List<String> CSV_HEADER =
      List.of(
          "setting",
          "layers",
          "parameters",
          "weight_bytes",
          "macs",
          "predicted_ms",
          "measured_ms",
          "speed_up",
          "largest_difference",
          "items",
          "same_answers",
          "right_answers",
          "on_front");

  private static final double NANOS = 1e6;

  private SweepText() {}

  /** A table. */
  public static String table(Sweep sweep) {
    Table table = new Table(1, HEADER.toArray(String[]::new));
    sweep.points().forEach(point -> table.row(cells(sweep, point).toArray(String[]::new)));
    return table.toString();
  }

  /** A point as people read it. */
  static List<String> cells(Sweep sweep, Point point) {
    Difference difference = point.difference();
    return List.of(
        point.name(),
        point.layers() == 0 ? "" : Long.toString(point.layers()),
        Units.count(point.size().parameters()),
        Units.bytes(point.size().weightBytes()),
        Units.count(point.size().cost().macs()),
        Units.milliseconds(point.predicted()),
        Units.milliseconds(point.measured()),
        Units.format("%.2f", speedUp(sweep, point)),
        Changes.difference(difference.largest()),
        Changes.of(difference.sameAnswers(), difference.items()),
        Changes.of(difference.rightAnswers(), difference.items()),
        sweep.isOnFront(point) ? "*" : "");
  }

  /** Lines of values with commas between them, the first one with their names. */
  public static String csv(Sweep sweep) {
    return String.join(",", CSV_HEADER)
        + "\n"
        + sweep.points().stream()
            .map(point -> String.join(",", values(sweep, point)) + "\n")
            .collect(Collectors.joining());
  }

  private static List<String> values(Sweep sweep, Point point) {
    Difference difference = point.difference();
    return List.of(
        quoted(point.name()),
        Long.toString(point.layers()),
        Long.toString(point.size().parameters()),
        Long.toString(point.size().weightBytes()),
        Long.toString(point.size().cost().macs()),
        milliseconds(point.predicted()),
        milliseconds(point.measured()),
        String.format(Locale.ROOT, "%.4f", speedUp(sweep, point)),
        Double.toString(difference.largest()),
        Integer.toString(difference.items()),
        number(difference.sameAnswers()),
        number(difference.rightAnswers()),
        Boolean.toString(sweep.isOnFront(point)));
  }

  private static String quoted(String text) {
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static String milliseconds(double nanoseconds) {
    return String.format(Locale.ROOT, "%.6f", nanoseconds / NANOS);
  }

  private static String number(OptionalInt count) {
    return count.isPresent() ? Integer.toString(count.getAsInt()) : "";
  }

  /** All figures. */
  public static Json json(String network, Sweep sweep) {
    return Json.object()
        .put("network", network)
        .put("points", Json.array(sweep.points().stream().map(p -> json(sweep, p)).toList()))
        .build();
  }

  private static Json json(Sweep sweep, Point point) {
    Difference difference = point.difference();
    Json.Builder json =
        Json.object()
            .put("setting", point.name())
            .put("layers", point.layers())
            .put("parameters", point.size().parameters())
            .put("weightBytes", point.size().weightBytes())
            .put("macs", point.size().cost().macs())
            .put("predictedMs", point.predicted() / NANOS)
            .put("measuredMs", point.measured() / NANOS)
            .put("speedUp", speedUp(sweep, point))
            .put("largestDifference", difference.largest())
            .put("items", difference.items());
    difference.sameAnswers().ifPresent(count -> json.put("sameAnswers", count));
    difference.rightAnswers().ifPresent(count -> json.put("rightAnswers", count));
    return json.put("onFront", sweep.isOnFront(point)).build();
  }

  private static double speedUp(Sweep sweep, Point point) {
    return sweep.points().getFirst().measured() / point.measured();
  }
}
