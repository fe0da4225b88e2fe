package dev.whittle.ir;

import java.util.OptionalInt;

/**
 * Operands or attributes that an op cannot take. The message says what was wrong and what was
 * expected; {@link #operand()} says which operand, when one is to blame.
 */
public final class ShapeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int operand;
  private final boolean isTooLarge;

  public ShapeException(String message) {
    this(-1, message);
  }

  public ShapeException(int operand, String message) {
    this(operand, message, false);
  }

  private ShapeException(int operand, String message, boolean isTooLarge) {
    super(message);
    this.operand = operand;
    this.isTooLarge = isTooLarge;
  }

  /** A result with more elements than an array can hold. */
  public static ShapeException tooLarge(String message) {
    return new ShapeException(-1, message, true);
  }

  /** True when the result would have more elements than an array can hold. */
  public boolean isTooLarge() {
    return isTooLarge;
  }

  /** The index of the operand at fault, if it is one operand's fault. */
  public OptionalInt operand() {
    return operand < 0 ? OptionalInt.empty() : OptionalInt.of(operand);
  }
}
