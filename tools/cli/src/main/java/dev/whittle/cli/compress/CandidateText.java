package dev.whittle.cli.compress;

import dev.whittle.cli.output.Table;
import dev.whittle.cli.output.Units;
import java.util.List;
import java.util.stream.Collectors;

/** What became of every candidate, as a table or as lines of values with commas between them. */
final class CandidateText {
  private static final double NANOS = 1e6;

  private final Goal goal;
  private final List<Tried> tried;
  private final Recipe chosen;

  CandidateText(Goal goal, List<Tried> tried, Recipe chosen) {
    this.goal = goal;
    this.tried = tried;
    this.chosen = chosen;
  }

  String table() {
    String unit = goal == Goal.SIZE ? "weights" : "expected ms";
    Table table = new Table(4, "layer", "pass", "option", "setting", unit, "damage", "outcome");
    for (Tried one : tried) {
      table.row(
          one.candidate().layer(),
          one.candidate().pass().info().name(),
          one.candidate().asked(),
          one.setting(),
          cost(one.before()) + " → " + cost(one.after()),
          damage(one),
          outcome(one));
    }
    return table.toString();
  }

  /** Beyond what budgets have, damages are lower bounds. */
  private static String damage(Tried one) {
    if (one.damage().isEmpty()) {
      return "";
    }
    double damage = one.damage().getAsDouble();
    return damage > Budgets.MOST ? "> " + Budgets.MOST : Units.format("%.2g", damage);
  }

  private String cost(long cost) {
    return goal == Goal.SIZE ? Units.bytes(cost) : Units.milliseconds(cost);
  }

  String csv() {
    String unit = goal == Goal.SIZE ? "bytes" : "expected_ms";
    return "layer,pass,option,setting,%s_before,%s_after,damage,outcome\n".formatted(unit, unit)
        + tried.stream().map(this::line).collect(Collectors.joining());
  }

  private String line(Tried one) {
    return String.join(
            ",",
            one.candidate().layer(),
            one.candidate().pass().info().name(),
            one.candidate().asked(),
            one.setting(),
            value(one.before()),
            value(one.after()),
            one.damage().isPresent() ? Double.toString(one.damage().getAsDouble()) : "",
            outcome(one))
        + "\n";
  }

  private String value(long cost) {
    return goal == Goal.SIZE ? Long.toString(cost) : Units.format("%.6f", cost / NANOS);
  }

  /** Why the candidate was taken or left. */
  private String outcome(Tried one) {
    if (chosen.parts().contains(one)) {
      return "chosen";
    }
    if (one.damage().isEmpty()) {
      return goal.missed();
    }
    if (!one.isUsable()) {
      return "scores are not finite";
    }
    if (one.damage().getAsDouble() > Budgets.MOST) {
      return "too much damage";
    }
    if (tried.stream().anyMatch(other -> other.beats(one))) {
      return "another one gains as much for less damage";
    }
    return "other layers or settings fit the budget better";
  }
}
