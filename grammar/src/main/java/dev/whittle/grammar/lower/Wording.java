package dev.whittle.grammar.lower;

import dev.whittle.ir.TensorType;
import java.util.List;

/** How messages speak of values. */
final class Wording {
  private Wording() {}

  /** For example {@code the int 3}, {@code the string "same"} or {@code a tensor}. */
  static String of(Datum datum) {
    return switch (datum) {
      case Datum.Int(long value) -> "the int " + value;
      case Datum.Decimal(double value) -> "the float " + value;
      case Datum.Bool(boolean value) -> "the bool " + value;
      case Datum.Text(String value) -> "the string \"" + shorten(value) + "\"";
      case Datum.Items(List<Datum> elements) -> "a list of " + elements.size();
      case Datum.Tensor _ -> "a tensor";
      case Datum.Type(TensorType type) -> "the type " + type;
      case Datum.Broken _ -> "nothing";
    };
  }

  static String shorten(String text) {
    return text.length() > 40 ? text.substring(0, 37) + "..." : text;
  }
}
