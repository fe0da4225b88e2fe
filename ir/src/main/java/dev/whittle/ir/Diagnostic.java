package dev.whittle.ir;

/**
 * What a user did wrong, where, and what to do about it.
 *
 * @param code a stable code such as {@code WN203}
 * @param message what was wrong and what was expected
 * @param hint what to do, empty when there is nothing useful to say
 */
public record Diagnostic(Severity severity, Span span, String code, String message, String hint) {
  /** How bad it is. */
  public enum Severity {
    WARNING,
    ERROR
  }

  public static Diagnostic error(Span span, String code, String message, String hint) {
    return new Diagnostic(Severity.ERROR, span, code, message, hint);
  }

  public static Diagnostic warning(Span span, String code, String message, String hint) {
    return new Diagnostic(Severity.WARNING, span, code, message, hint);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** {@code Net.cnn:3:14: error WN203: message} and, on a second line, the hint. */
  @Override
  public String toString() {
    String place = span.equals(Span.NONE) ? "" : span + ": ";
    String first = place + (isError() ? "error " : "warning ") + code + ": " + message;
    return hint.isEmpty() ? first : first + "\n  hint: " + hint;
  }
}
