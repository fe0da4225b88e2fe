package dev.whittle.cli.build;

import java.util.List;
import java.util.stream.Collectors;

/** Text of a network's source within Java source, where it must not mean anything. */
final class JavadocText {
  private JavadocText() {}

  /** A comment of these lines, empty ones included. */
  static String comment(List<String> lines) {
    return lines.stream()
        .map(line -> line.isEmpty() ? " *" : " * " + line)
        .collect(Collectors.joining("\n", "/**\n", "\n */"));
  }

  /** {@code text} with everything replaced that ends a comment or is markup. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '@', '\\', '*', '{', '}' -> escaped.append("&#").append(c).append(';');
            default -> escaped.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
          }
        });
    return escaped.toString();
  }

  /** {@code text} for within <code>{&#64;code }</code>, where markup means nothing. */
  static String escapeInCode(String text) {
    return text.codePoints()
        .map(c -> "{}\\@*".indexOf(c) >= 0 || Character.isISOControl(c) ? '_' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Java source that means the same in every encoding. */
  static String ascii(String source) {
    StringBuilder text = new StringBuilder();
    for (char c : source.toCharArray()) {
      text.append(c < 128 ? Character.toString(c) : "\\u%04x".formatted((int) c));
    }
    return text.toString();
  }

  /** A string literal. */
  static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      literal.append(
          switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            default ->
                c >= ' ' && c < 127 ? c : (c < ' ' ? "\\%03o" : "\\u%04x").formatted((int) c);
          });
    }
    return literal.append('"').toString();
  }
}
