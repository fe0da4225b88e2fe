package dev.whittle.cli.report;

import dev.whittle.cli.output.Units;
import dev.whittle.passes.ledger.Difference;
import dev.whittle.passes.ledger.Line;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The figures of a ledger's line as people read them; the same in text and on the page. */
public final class Changes {
  static final String NOTHING = "–";

  private Changes() {}

  /** The pass of {@code line}. */
  static String pass(Line line) {
    return line.pass().isEmpty() ? "(as written)" : line.pass();
  }

  /** Bytes of all activations, or of the arena once memory is planned. */
  static long activations(Line line) {
    return line.size().arenaBytes().orElse(line.size().activationBytes());
  }

  static String milliseconds(OptionalDouble nanoseconds) {
    return nanoseconds.isPresent() ? Units.milliseconds(nanoseconds.getAsDouble()) : NOTHING;
  }

  /** {@code 0} or two digits and a power of ten. */
  public static String difference(double difference) {
    return difference == 0
        ? "0"
        : Double.isFinite(difference) ? Units.format("%.1e", difference) : "infinite";
  }

  static String relative(Difference difference) {
    return difference.relative().isPresent()
        ? difference(difference.relative().getAsDouble())
        : NOTHING;
  }

  /** {@code 499/500}. */
  public static String of(OptionalInt count, int items) {
    return count.isPresent() ? count.getAsInt() + "/" + items : NOTHING;
  }

  /** {@code −49.0 %}, {@code +2.1 %} or {@code ±0 %}. */
  public static String change(double before, double after) {
    if (before == after) {
      return "±0 %";
    }
    return before == 0
        ? NOTHING
        : Units.format("%+.1f %%", 100 * (after / before - 1)).replace('-', '−');
  }
}
