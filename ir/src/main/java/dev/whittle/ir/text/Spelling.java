package dev.whittle.ir.text;

import dev.whittle.ir.Dim;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Layout;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How names, strings, numbers and types are written in {@code .cnn} sources. */
public final class Spelling {
  /** Words that are names only in backticks. */
  public static final Set<String> KEYWORDS =
      Set.of(
          "import", "from", "block", "network", "input", "output", "return", "for", "in", "if",
          "then", "else", "and", "or", "not", "true", "false");

  private static final Set<String> PREDEFINED = Set.of("inf", "nan");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Spelling() {}

  /** True when some spelling of {@code name} is an identifier. */
  public static boolean isWritable(String name) {
    return !name.isEmpty()
        && name.codePoints()
            .noneMatch(c ->
                c == '`'
                    || Character.isISOControl(c)
                    || Character.getType(c) == Character.SURROGATE);
  }

  /** {@code name} as an identifier, in backticks where needed. */
  public static String identifier(String name) {
    boolean isPlain =
        PLAIN.matcher(name).matches() && !KEYWORDS.contains(name) && !PREDEFINED.contains(name);
    return isPlain ? name : "`" + name + "`";
  }

  /** {@code text} in quotes. */
  public static String string(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"', '\\', '{' -> quoted.append('\\').appendCodePoint(c);
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            default -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.appendCodePoint(c);
              }
            }
          }
        });
    return quoted.append('"').toString();
  }

  /** The shortest text that reads back as {@code value}. */
  public static String number(float value) {
    if (Float.isNaN(value)) {
      return "nan";
    }
    if (Float.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    String text = Float.toString(value);
    return (float) Double.parseDouble(text) == value ? text : Double.toString(value);
  }

  /** A type; symbols that could be taken for variables are quoted. */
  public static String type(TensorType type) {
    return type.element().text()
        + type.shape().dims().stream()
            .map(Spelling::dim)
            .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String dim(Dim dim) {
    return switch (dim) {
      case Dim.Fixed(int size) -> Integer.toString(size);
      case Dim.Symbol(String name) ->
          Character.isUpperCase(name.codePointAt(0)) ? identifier(name) : "`" + name + "`";
    };
  }

  /** An attribute's value. */
  public static String value(Object value) {
    return switch (value) {
      case Float number -> number(number);
      case Integer number -> number.toString();
      case Long number -> number.toString();
      case Boolean bool -> bool.toString();
      case String text -> string(text);
      case Layout layout -> string(layout.text());
      case TensorType type -> type(type);
      case Enum<?> choice -> string(choice.name().toLowerCase(Locale.ROOT));
      case List<?> list -> list(list);
      default -> throw new IllegalArgumentException("cannot be written: " + value.getClass());
    };
  }

  /** A list of values. */
  public static String list(List<?> values) {
    return values.stream().map(Spelling::value).collect(Collectors.joining(", ", "[", "]"));
  }

  /** {@code countIncludePad} as {@code count_include_pad}. */
  public static String snake(String camel) {
    return camel.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
