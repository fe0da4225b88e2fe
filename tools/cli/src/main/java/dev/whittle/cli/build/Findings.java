package dev.whittle.cli.build;

import dev.whittle.cli.SourceError;
import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Span;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything found in the files of a source folder; the files are named from that folder. */
final class Findings {
  private final Path root;
  private final boolean isStrict;
  private final Set<Diagnostic> diagnostics = new LinkedHashSet<>();

  /**
   * @param isStrict whether warnings count as errors
   */
  Findings(Path root, boolean isStrict) {
    this.root = root;
    this.isStrict = isStrict;
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
    diagnostics.add(
        new Diagnostic(
            diagnostic.severity(),
            placed,
            diagnostic.code(),
            diagnostic.message(),
            diagnostic.hint()));
  }

  void addAll(Path folder, List<Diagnostic> found) {
    found.forEach(diagnostic -> add(folder, diagnostic));
  }

  List<Diagnostic> list() {
    return new ArrayList<>(diagnostics);
  }

  boolean hasErrors() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }

  /**
   * Goes on only when nothing is wrong.
   *
   * @throws SourceError with everything found
   */
  void requireNoMistakes() {
    requireNoMistakes(List.of());
  }

  /**
   * Goes on only when nothing is wrong.
   *
   * @param others what does not matter alone
   * @throws SourceError with everything found, that of the others too
   */
  void requireNoMistakes(Collection<Findings> others) {
    if (diagnostics.stream().anyMatch(d -> d.isError() || isStrict)) {
      others.forEach(other -> diagnostics.addAll(other.diagnostics));
      throw new SourceError(list(), root);
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
