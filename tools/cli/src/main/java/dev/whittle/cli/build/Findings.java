package dev.whittle.cli.build;

import dev.whittle.cli.SourceError;
import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Span;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything found in the files of a source folder; the files are named from that folder. */
final class Findings {
  private final Path root;
  private final boolean isStrict;
  private final Set<Diagnostic> diagnostics;
  private final Set<Diagnostic> asides;
  private final boolean isAside;
  private boolean hasErrors;

  /**
   * @param isStrict whether warnings count as errors
   */
  Findings(Path root, boolean isStrict) {
    this(root, isStrict, new LinkedHashSet<>(), new HashSet<>(), false);
  }

  private Findings(
      Path root,
      boolean isStrict,
      Set<Diagnostic> diagnostics,
      Set<Diagnostic> asides,
      boolean isAside) {
    this.root = root;
    this.isStrict = isStrict;
    this.diagnostics = diagnostics;
    this.asides = asides;
    this.isAside = isAside;
  }

  /** Takes what is reported in its place when something else is wrong, and does not count alone. */
  Findings aside() {
    return new Findings(root, isStrict, diagnostics, asides, true);
  }

  /**
   * Keeps a diagnostic, once.
   *
   * @param folder what its file name starts from
   */
  void add(Path folder, Diagnostic diagnostic) {
    Span span = diagnostic.span();
    Span placed =
        span.equals(Span.NONE)
            ? span
            : new Span(
                fromRoot(folder, span.file()),
                span.line(),
                span.column(),
                span.endLine(),
                span.endColumn());
    Diagnostic found =
        new Diagnostic(
            diagnostic.severity(),
            placed,
            diagnostic.code(),
            diagnostic.message(),
            diagnostic.hint());
    hasErrors |= found.isError();
    if (diagnostics.add(found) && isAside) {
      asides.add(found);
    }
  }

  void addAll(Path folder, List<Diagnostic> found) {
    found.forEach(diagnostic -> add(folder, diagnostic));
  }

  /** All that counts. */
  List<Diagnostic> list() {
    return diagnostics.stream().filter(d -> !asides.contains(d)).toList();
  }

  /** True when an error was added here. */
  boolean hasErrors() {
    return hasErrors;
  }

  /**
   * Goes on only when nothing is wrong.
   *
   * @throws SourceError with everything found
   */
  void requireNoMistakes() {
    if (list().stream().anyMatch(d -> d.isError() || isStrict)) {
      throw new SourceError(new ArrayList<>(diagnostics), root);
    }
  }

  private String fromRoot(Path folder, String file) {
    try {
      Path path = folder.toAbsolutePath().resolve(file).normalize();
      Path from = root.toAbsolutePath().normalize();
      return (path.startsWith(from) || Files.exists(path) ? from.relativize(path) : path)
          .toString()
          .replace('\\', '/');
    } catch (InvalidPathException e) {
      return file;
    } catch (IllegalArgumentException e) {
      return folder.resolve(file).toString();
    }
  }
}
