package dev.whittle.cli;

import java.util.Objects;

/** Something the user can mend: shown as a message and a hint, never as a stack trace. */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final String hint;

  public UserError(ExitCode exitCode, String message, String hint) {
    super(message);
    this.exitCode = Objects.requireNonNull(exitCode);
    this.hint = Objects.requireNonNull(hint);
  }

  /** Wrong weights, pictures, labels or output place. */
  public static UserError data(String message, String hint) {
    return new UserError(ExitCode.DATA, message, hint);
  }

  /** Options or arguments that do not fit together. */
  public static UserError usage(String message, String hint) {
    return new UserError(ExitCode.USAGE, message, hint);
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** What to do about it, may be empty. */
  public String hint() {
    return hint;
  }
}
