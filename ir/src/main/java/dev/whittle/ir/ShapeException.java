package dev.whittle.ir;

import java.util.OptionalInt;

/**
 * Operands or attributes that an op cannot take. The message says what was wrong and what was
 * expected; {@link #operand()} says which operand, when one is to blame.
 */
public final class ShapeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int operand;

  public ShapeException(String message) {
    this(-1, message);
  }

  public ShapeException(int operand, String message) {
    super(message);
    this.operand = operand;
  }

  /** The index of the operand at fault, if it is one operand's fault. */
  public OptionalInt operand() {
    return operand < 0 ? OptionalInt.empty() : OptionalInt.of(operand);
  }
}
