package dev.whittle.grammar.diagnose;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects diagnostics. The same mistake at the same place is kept once, however many uses of a
 * block lead to it, and after {@link #LIMIT} mistakes the rest is not kept.
 */
public final class Problems {
  /** The most mistakes that are kept. */
  public static final int LIMIT = 200;

  private record Key(String code, Span span) {}

  private record Line(String file, int line) {}

  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Set<Key> seen = new HashSet<>();
  private final Set<Line> unreadable = new HashSet<>();
  private int errors;

  public void error(Mistake mistake, Span span, String message, String hint) {
    add(mistake.error(span, message, hint));
  }

  public void error(Mistake mistake, Span span, String message) {
    error(mistake, span, message, "");
  }

  public void warning(Mistake mistake, Span span, String message, String hint) {
    add(mistake.warning(span, message, hint));
  }

  /** Reports that the text cannot be read at {@code span}, once for each line. */
  public void unreadable(Mistake mistake, Span span, String message, String hint) {
    if (unreadable.add(new Line(span.file(), span.line()))) {
      error(mistake, span, message, hint);
    }
  }

  /** True when the line of {@code span} could not be read. */
  public boolean isUnreadable(Span span) {
    return unreadable.contains(new Line(span.file(), span.line()));
  }

  /** True when a line of {@code file} could not be read. */
  public boolean hasUnreadable(String file) {
    return unreadable.stream().anyMatch(l -> l.file().equals(file));
  }

  public void add(Diagnostic diagnostic) {
    errors += diagnostic.isError() ? 1 : 0;
    if (diagnostics.size() < LIMIT && seen.add(new Key(diagnostic.code(), diagnostic.span()))) {
      diagnostics.add(diagnostic);
    }
  }

  public boolean hasErrors() {
    return errors() > 0;
  }

  /** How many errors were reported so far, those met again included. */
  public int errors() {
    return errors;
  }

  /**
   * All diagnostics, file by file in the order first met, each file's from top to bottom. Beside
   * errors, unused variables are not worth a word.
   */
  public List<Diagnostic> list() {
    List<String> files = diagnostics.stream().map(d -> d.span().file()).distinct().toList();
    return diagnostics.stream()
        .filter(d -> !hasErrors() || !d.code().equals(Mistake.UNUSED_VARIABLE.code()))
        .sorted(
            Comparator.comparingInt((Diagnostic d) -> files.indexOf(d.span().file()))
                .thenComparingInt(d -> d.span().line())
                .thenComparingInt(d -> d.span().column()))
        .toList();
  }
}
