package dev.whittle.ir.verify;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import java.util.List;

/** A graph that breaks a promise of its level: a bug in whatever made it. */
public final class VerificationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  VerificationException(Graph graph, Level level, List<String> problems) {
    super(
        "%s is not a valid %s graph:\n%s"
            .formatted(graph.name(), level, String.join("\n", problems)));
    this.problems = List.copyOf(problems);
  }

  /** One line for each problem. */
  public List<String> problems() {
    return problems;
  }
}
