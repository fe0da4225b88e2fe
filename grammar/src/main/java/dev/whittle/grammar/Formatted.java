package dev.whittle.grammar;

import dev.whittle.ir.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * What formatting a source gave.
 *
 * @param text the text laid out, absent when it cannot be read
 */
public record Formatted(Optional<String> text, List<Diagnostic> diagnostics) {
  public Formatted {
    diagnostics = List.copyOf(diagnostics);
  }
}
