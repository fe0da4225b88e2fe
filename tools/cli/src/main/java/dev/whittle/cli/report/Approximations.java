package dev.whittle.cli.report;

import dev.whittle.cli.output.Units;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.Approximation.Burden;
import dev.whittle.passes.calibrate.Deviations;
import dev.whittle.passes.ledger.Line;
import dev.whittle.passes.ledger.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What approximate passes made of layers, as people read it; the same in text and on the page. */
final class Approximations {
  /** How many of the first columns are text; the last is, too. */
  static final int TEXTS = 3;

  private Approximations() {}

  static boolean isNone(Report report) {
    return report.lines().stream().allMatch(line -> line.approximations().isEmpty());
  }

  static List<String> header(Report report) {
    List<String> header =
        new ArrayList<>(
            List.of("pass", "layer", "setting", "parameters", "weights", "MACs", "predicted ms"));
    if (isMeasured(report)) {
      header.add("isolated ms");
    }
    header.add("weight error");
    if (isMeasured(report)) {
      header.add("output error");
    }
    header.add("left alone because");
    return header;
  }

  /** A row for each layer of each approximate pass. */
  static List<List<String>> rows(Report report) {
    List<List<String>> rows = new ArrayList<>();
    for (Line line : report.lines()) {
      line.approximations()
          .forEach(approximation -> rows.add(row(line.pass(), approximation, isMeasured(report))));
    }
    return rows;
  }

  /** How layers were measured; nothing when none was. */
  static String note(Report report) {
    return report
        .measurement()
        .filter(m -> !isNone(report))
        .map(m ->
            "Isolated ms are medians of %s of a layer's kernels alone, in turns with all others."
                    .formatted(Units.plural(m.rounds(), "round"))
                + " Output errors are to the network as the pass met it, on %s of the inputs."
                    .formatted(Deviations.items(items(report))))
        .orElse("");
  }

  private static boolean isMeasured(Report report) {
    return report.measurement().isPresent();
  }

  private static int items(Report report) {
    return report.after().difference().orElseThrow().items();
  }

  private static List<String> row(String pass, Approximation approximation, boolean isMeasured) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                pass,
                approximation.layer(),
                approximation.setting(),
                counts(approximation, Burden::parameters),
                both(approximation, burden -> Units.bytes(burden.bytes())),
                counts(approximation, Burden::macs),
                both(approximation, burden -> Units.milliseconds(burden.predicted()))));
    if (isMeasured) {
      cells.add(both(approximation, burden -> Changes.milliseconds(burden.measured())));
    }
    cells.add(error(approximation.error()));
    if (isMeasured) {
      cells.add(error(approximation.outputError()));
    }
    cells.add(approximation.objection());
    return cells;
  }

  private static String error(OptionalDouble error) {
    return error.isPresent() ? Changes.difference(error.getAsDouble()) : Changes.NOTHING;
  }

  private static String counts(Approximation approximation, ToLongFunction<Burden> count) {
    return both(approximation, burden -> Units.count(count.applyAsLong(burden)));
  }

  private static String both(Approximation approximation, Function<Burden, String> figure) {
    String before = figure.apply(approximation.before());
    return approximation.isTried() ? before + " → " + figure.apply(approximation.after()) : before;
  }
}
