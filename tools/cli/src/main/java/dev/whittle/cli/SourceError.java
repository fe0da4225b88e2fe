package dev.whittle.cli;

import dev.whittle.cli.output.Diagnostics;
import dev.whittle.ir.Diagnostic;
import dev.whittle.passes.pipeline.PipelineMistake;
import java.nio.file.Path;
import java.util.List;

/** Mistakes in a network's source or weights, each with its place. */
public final class SourceError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String WEIGHTS_CODES = "WN8";

  private final transient List<Diagnostic> diagnostics;
  private final transient Path directory;

  /**
   * @param diagnostics errors and warnings; warnings alone where they count as errors
   * @param directory what the diagnostics' file names start from
   */
  public SourceError(List<Diagnostic> diagnostics, Path directory) {
    super(diagnostics.size() + " diagnostics");
    this.diagnostics = List.copyOf(diagnostics);
    this.directory = directory;
  }

  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** What the diagnostics' file names start from. */
  public Path directory() {
    return directory;
  }

  /** The diagnostics with the source lines they are about. */
  public String text() {
    return Diagnostics.text(diagnostics, directory);
  }

  /**
   * {@link ExitCode#GUARD} when guards are broken, {@link ExitCode#DATA} when all is well but the
   * weights, else {@link ExitCode#SOURCE}.
   */
  public ExitCode exitCode() {
    if (diagnostics.stream().anyMatch(d -> d.code().equals(PipelineMistake.GUARD_BROKEN.code()))) {
      return ExitCode.GUARD;
    }
    boolean hasErrors = diagnostics.stream().anyMatch(Diagnostic::isError);
    return diagnostics.stream()
            .filter(d -> d.isError() || !hasErrors)
            .allMatch(d -> d.code().startsWith(WEIGHTS_CODES))
        ? ExitCode.DATA
        : ExitCode.SOURCE;
  }
}
