package dev.whittle.cli.sweep;

import dev.whittle.cli.UserError;
import java.util.ArrayList;
import java.util.List;

/**
 * A constant of a pipeline's file and the values it takes, one after the other.
 *
 * @param values expressions of the language
 */
public record Knob(String name, List<String> values) {
  private static final int MOST_VALUES = 100;

  public Knob {
    values = List.copyOf(values);
  }

  /**
   * Reads {@code ratio=1.5,2,3}; commas within brackets and quotes belong to a value.
   *
   * @throws UserError when that is not what {@code text} is
   */
  public static Knob of(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? "" : text.substring(0, equals).strip();
    List<String> values = equals < 0 ? List.of() : values(text.substring(equals + 1));
    if (name.isEmpty() || values.stream().anyMatch(String::isEmpty)) {
      throw UserError.usage(
          "--knob " + text + " is not a name and its values", "like --knob ratio=1.5,2,3");
    }
    if (values.size() > MOST_VALUES) {
      throw UserError.usage(
          "--knob %s has %d values".formatted(name, values.size()),
          "use at most " + MOST_VALUES + " at a time");
    }
    return new Knob(name, values);
  }

  private static List<String> values(String list) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    int depth = 0;
    boolean isQuoted = false;
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      isQuoted ^= c == '"';
      if (!isQuoted) {
        depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      }
      if (c == ',' && depth == 0 && !isQuoted) {
        values.add(value.toString().strip());
        value.setLength(0);
      } else {
        value.append(c);
      }
    }
    values.add(value.toString().strip());
    return values;
  }
}
