package dev.whittle.cli;

import dev.whittle.ir.Diagnostic;
import java.util.List;

/** Mistakes in a network's source or weights, each with its place. */
public final class SourceError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String WEIGHTS_CODES = "WN8";

  private final transient List<Diagnostic> diagnostics;

  /**
   * @param diagnostics at least one error, and warnings
   */
  public SourceError(List<Diagnostic> diagnostics) {
    super(diagnostics.size() + " diagnostics");
    this.diagnostics = List.copyOf(diagnostics);
  }

  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** {@link ExitCode#DATA} when all is well but the weights, else {@link ExitCode#SOURCE}. */
  public ExitCode exitCode() {
    return diagnostics.stream()
            .filter(Diagnostic::isError)
            .allMatch(d -> d.code().startsWith(WEIGHTS_CODES))
        ? ExitCode.DATA
        : ExitCode.SOURCE;
  }
}
