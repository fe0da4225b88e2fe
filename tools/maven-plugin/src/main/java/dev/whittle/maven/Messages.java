package dev.whittle.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.logging.Log;
import org.codehaus.plexus.build.BuildContext;

/** Shows diagnostics in Maven's log, in the form in which it shows those of Java, and in an IDE. */
final class Messages {
  private final Log log;
  private final Path sources;

  Messages(Log log, Path sources) {
    this.log = log;
    this.sources = sources;
  }

  /** Shows them in Maven's log. */
  void log(List<Compiler.Diagnostic> diagnostics) {
    for (Compiler.Diagnostic diagnostic : diagnostics) {
      String text = text(file(diagnostic), diagnostic);
      if (diagnostic.isError()) {
        log.error(text);
      } else {
        log.warn(text);
      }
    }
  }

  /** Marks their places in an IDE. */
  void mark(List<Compiler.Diagnostic> diagnostics, BuildContext context) {
    for (Compiler.Diagnostic diagnostic : diagnostics) {
      context.addMessage(
          file(diagnostic),
          diagnostic.line(),
          diagnostic.column(),
          diagnostic.code() + ": " + withHint(diagnostic),
          diagnostic.isError() ? BuildContext.SEVERITY_ERROR : BuildContext.SEVERITY_WARNING,
          null);
    }
  }

  private File file(Compiler.Diagnostic diagnostic) {
    return sources.resolve(diagnostic.file()).normalize().toFile();
  }

  /** {@code /project/src/main/cnn/Net.cnn:[3,20] error WN202: what is wrong}, then the hint. */
  static String text(File file, Compiler.Diagnostic diagnostic) {
    String place =
        diagnostic.line() > 0
            ? ":[%d,%d] ".formatted(diagnostic.line(), diagnostic.column())
            : ": ";
    return file
        + place
        + diagnostic.severity()
        + " "
        + diagnostic.code()
        + ": "
        + withHint(diagnostic);
  }

  private static String withHint(Compiler.Diagnostic diagnostic) {
    String hint = diagnostic.hint();
    return diagnostic.message()
        + (hint.isEmpty() ? "" : System.lineSeparator() + "  hint: " + hint);
  }

  /** How many there are, in words. */
  static String summary(List<Compiler.Diagnostic> diagnostics) {
    long errors = diagnostics.stream().filter(Compiler.Diagnostic::isError).count();
    long warnings = diagnostics.size() - errors;
    return errors > 0
        ? "The networks have %s.".formatted(plural(errors, "error"))
        : "The networks have %s, and failOnWarning is set.".formatted(plural(warnings, "warning"));
  }

  private static String plural(long count, String noun) {
    return count == 1 ? "1 " + noun : count + " " + noun + "s";
  }
}
