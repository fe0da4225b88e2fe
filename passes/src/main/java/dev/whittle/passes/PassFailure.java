package dev.whittle.passes;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Node;

/** A network or pipeline that cannot be compiled, through no bug of ours. */
public final class PassFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  private PassFailure(Diagnostic diagnostic) {
    super(diagnostic.toString());
    this.diagnostic = diagnostic;
  }

  /** A failure at {@code node}, reported where it was written. */
  static PassFailure at(Node node, String code, String message, String hint) {
    return new PassFailure(Diagnostic.error(node.origin().span(), code, message, hint));
  }

  /** A failure that {@code diagnostic} explains. */
  public static PassFailure of(Diagnostic diagnostic) {
    return new PassFailure(diagnostic);
  }

  public Diagnostic diagnostic() {
    return diagnostic;
  }
}
