package dev.whittle.cli.output;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Span;
import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows what a user did wrong: the message, the source line with the place marked, the hint. */
public final class Diagnostics {
  private Diagnostics() {}

  /**
   * All diagnostics as text, followed by a count.
   *
   * @param directory what their file names start from
   */
  public static String text(List<Diagnostic> diagnostics, Path directory) {
    StringBuilder text = new StringBuilder();
    for (Diagnostic diagnostic : diagnostics) {
      append(text, diagnostic, directory);
    }
    long errors = diagnostics.stream().filter(Diagnostic::isError).count();
    long warnings = diagnostics.size() - errors;
    return text.append(Units.plural(errors, "error"))
        .append(warnings > 0 ? ", " + Units.plural(warnings, "warning") : "")
        .append('\n')
        .toString();
  }

  private static void append(StringBuilder text, Diagnostic diagnostic, Path directory) {
    Span span = diagnostic.span();
    String place = span.equals(Span.NONE) ? "" : span + ": ";
    text.append(place)
        .append(severity(diagnostic))
        .append(' ')
        .append(diagnostic.code())
        .append(": ")
        .append(diagnostic.message())
        .append('\n');
    line(span, directory)
        .ifPresent(line -> {
          String number = Integer.toString(span.line());
          int length =
              span.endLine() == span.line() ? span.endColumn() - span.column() : line.length();
          int column = Math.clamp(span.column() - 1, 0, line.length());
          int marked = Math.clamp(length, 1, Math.max(1, line.length() - column));
          String indent = line.substring(0, column).replaceAll("[^\t]", " ");
          text.append("  %s | %s\n".formatted(number, line))
              .append(
                  "  %s | %s%s\n"
                      .formatted(" ".repeat(number.length()), indent, "^".repeat(marked)));
        });
    if (!diagnostic.hint().isEmpty()) {
      text.append("  hint: ").append(diagnostic.hint()).append('\n');
    }
  }

  /** The source line where {@code span} starts, when it can be read and shown. */
  public static Optional<String> line(Span span, Path directory) {
    if (span.line() < 1) {
      return Optional.empty();
    }
    try {
      String source = Files.readString(directory.resolve(span.file()), StandardCharsets.UTF_8);
      return source.lines().skip(span.line() - 1L).findFirst().filter(line -> line.length() < 400);
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static String severity(Diagnostic diagnostic) {
    return diagnostic.severity().name().toLowerCase(Locale.ROOT);
  }

  /**
   * The same as JSON: an array of objects with severity, file, line, column, code, message, hint.
   */
  public static Json json(List<Diagnostic> diagnostics) {
    return Json.array(
        diagnostics.stream()
            .map(d ->
                Json.object()
                    .put("severity", severity(d))
                    .put("file", d.span().file())
                    .put("line", d.span().line())
                    .put("column", d.span().column())
                    .put("endLine", d.span().endLine())
                    .put("endColumn", d.span().endColumn())
                    .put("code", d.code())
                    .put("message", d.message())
                    .put("hint", d.hint())
                    .build())
            .toList());
  }
}
