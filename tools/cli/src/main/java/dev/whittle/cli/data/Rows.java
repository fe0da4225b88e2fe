package dev.whittle.cli.data;

import dev.whittle.cli.UserError;
import dev.whittle.passes.ledger.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Which items of a set are meant. Labels are often sorted by class, so every other row makes two
 * sets that are alike.
 */
public enum Rows {
  ALL(0, 1),
  EVEN(0, 2),
  ODD(1, 2);

  private final int first;
  private final int step;

  Rows(int first, int step) {
    this.first = first;
    this.step = step;
  }

  /**
   * Those that an option names.
   *
   * @throws UserError when there are no such
   */
  public static Rows of(String option, String name) {
    return switch (name) {
      case "all" -> ALL;
      case "even" -> EVEN;
      case "odd" -> ODD;
      default -> throw UserError.usage(option + " " + name + " is unknown", "use even, odd or all");
    };
  }

  /**
   * Those of {@code list}.
   *
   * @throws UserError when there are none
   */
  public <T> List<T> of(List<T> list) {
    List<T> chosen = new ArrayList<>();
    for (int i = first; i < list.size(); i += step) {
      chosen.add(list.get(i));
    }
    if (chosen.isEmpty()) {
      throw UserError.data("there are no " + this + " rows", "");
    }
    return chosen;
  }

  /**
   * Those of {@code data}.
   *
   * @throws UserError when there are none
   */
  public Data of(Data data) {
    if (this == ALL) {
      return data;
    }
    List<Integer> items = of(IntStream.range(0, data.count()).boxed().toList());
    return new Data(
        "%s rows of %s".formatted(this, data.description()),
        items.size(),
        item -> data.inputs().apply(items.get(item)),
        data.labels().isEmpty() ? List.of() : of(data.labels()));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
