package dev.whittle.grammar.lower;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names that have a value in every file: {@code inf} and {@code nan}. */
final class Constants {
  private static final Map<String, Datum> VALUES =
      Map.of("inf", Datum.of(Double.POSITIVE_INFINITY), "nan", Datum.of(Double.NaN));

  private Constants() {}

  static Optional<Datum> find(String name) {
    return Optional.ofNullable(VALUES.get(name));
  }

  static Set<String> names() {
    return VALUES.keySet();
  }
}
