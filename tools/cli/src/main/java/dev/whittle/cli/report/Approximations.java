package dev.whittle.cli.report;

import dev.whittle.cli.output.Units;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.Approximation.Burden;
import dev.whittle.passes.ledger.Line;
import dev.whittle.passes.ledger.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** What approximate passes made of layers, as people read it; the same in text and on the page. */
final class Approximations {
  static final List<String> HEADER =
      List.of(
          "pass",
          "layer",
          "setting",
          "parameters",
          "weights",
          "MACs",
          "predicted ms",
          "weight error",
          "left alone because");

  /** How many of the first columns, and of the last, are text. */
  static final int TEXTS = 3;

  private Approximations() {}

  static boolean isNone(Report report) {
    return report.lines().stream().allMatch(line -> line.approximations().isEmpty());
  }

  /** A row for each layer of each approximate pass. */
  static List<List<String>> rows(Report report) {
    List<List<String>> rows = new ArrayList<>();
    for (Line line : report.lines()) {
      line.approximations().forEach(approximation -> rows.add(row(line.pass(), approximation)));
    }
    return rows;
  }

  private static List<String> row(String pass, Approximation approximation) {
    return List.of(
        pass,
        approximation.layer(),
        approximation.setting(),
        counts(approximation, Burden::parameters),
        both(approximation, burden -> burden.bytes(), bytes -> Units.bytes((long) bytes)),
        counts(approximation, Burden::macs),
        both(approximation, Burden::predicted, Units::milliseconds),
        approximation.error().isPresent()
            ? Changes.difference(approximation.error().getAsDouble())
            : Changes.NOTHING,
        approximation.objection());
  }

  private static String counts(Approximation approximation, ToLongFunction<Burden> count) {
    return both(
        approximation, burden -> count.applyAsLong(burden), value -> Units.count((long) value));
  }

  private interface Wording {
    String of(double value);
  }

  private static String both(
      Approximation approximation, ToDoubleFunction<Burden> figure, Wording wording) {
    String before = wording.of(figure.applyAsDouble(approximation.before()));
    return approximation.setting().isEmpty()
        ? before
        : before + " → " + wording.of(figure.applyAsDouble(approximation.after()));
  }
}
