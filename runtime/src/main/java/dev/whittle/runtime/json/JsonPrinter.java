package dev.whittle.runtime.json;

import java.util.Iterator;
import java.util.Map;

/** Writes JSON: canonical on one line, or indented with short arrays kept on one line. */
final class JsonPrinter {
  private static final int SHORT_ARRAY = 80;

  private final boolean isPretty;
  private final StringBuilder out = new StringBuilder();

  JsonPrinter(boolean isPretty) {
    this.isPretty = isPretty;
  }

  String print(Json value) {
    write(value, 0);
    return out.toString();
  }

  private void write(Json value, int depth) {
    switch (value) {
      case Json.Obj object -> writeObject(object, depth);
      case Json.Arr array -> writeArray(array, depth);
      case Json.Text text -> writeText(text.value());
      case Json.Int number -> out.append(number.value());
      case Json.Real number ->
          out.append(Double.isFinite(number.value()) ? Double.toString(number.value()) : "null");
      case Json.Bool bool -> out.append(bool.value());
      case Json.Null() -> out.append("null");
    }
  }

  private void writeObject(Json.Obj object, int depth) {
    out.append('{');
    Iterator<Map.Entry<String, Json>> members = object.members().entrySet().iterator();
    boolean isEmpty = !members.hasNext();
    while (members.hasNext()) {
      Map.Entry<String, Json> member = members.next();
      newline(depth + 1);
      writeText(member.getKey());
      out.append(isPretty ? ": " : ":");
      write(member.getValue(), depth + 1);
      out.append(members.hasNext() ? "," : "");
    }
    if (!isEmpty) {
      newline(depth);
    }
    out.append('}');
  }

  private void writeArray(Json.Arr array, int depth) {
    String line = isPretty && isFlat(array) ? array.text().replace(",", ", ") : "";
    if (!line.isEmpty() && line.length() <= SHORT_ARRAY) {
      out.append(line);
      return;
    }
    out.append('[');
    Iterator<Json> elements = array.elements().iterator();
    boolean isEmpty = !elements.hasNext();
    while (elements.hasNext()) {
      newline(depth + 1);
      write(elements.next(), depth + 1);
      out.append(elements.hasNext() ? "," : "");
    }
    if (!isEmpty) {
      newline(depth);
    }
    out.append(']');
  }

  private static boolean isFlat(Json.Arr array) {
    return array.elements().stream().allMatch(e -> e instanceof Json.Int || e instanceof Json.Real);
  }

  private void newline(int depth) {
    if (isPretty) {
      out.append('\n').append("  ".repeat(depth));
    }
  }

  private void writeText(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || Character.isSurrogate(c) && !isPaired(text, i)) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean isPaired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
