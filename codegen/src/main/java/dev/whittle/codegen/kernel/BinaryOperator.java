package dev.whittle.codegen.kernel;

/** Operators of two operands of one kind. */
public enum BinaryOperator {
  ADD("+"),
  SUBTRACT("-"),
  MULTIPLY("*"),
  /** Division; of ints it truncates towards zero and is defined for scalars only. */
  DIVIDE("/"),
  /** Remainder of scalar ints, with the sign of the dividend. */
  REMAINDER("%"),
  /** The smaller, as {@link Math#min}: NaN wins, -0 is below 0. */
  MINIMUM("min"),
  /** The larger, as {@link Math#max}: NaN wins, 0 is above -0. */
  MAXIMUM("max"),
  /** Bitwise and of ints, conjunction of masks and booleans. */
  AND("&"),
  /** Bitwise or of ints, disjunction of masks and booleans. */
  OR("|"),
  /** Bitwise exclusive or of ints. */
  XOR("^"),
  /** Shift left; the right operand is a scalar constant for vectors. */
  SHIFT_LEFT("<<"),
  /** Arithmetic shift right; the right operand is a scalar constant for vectors. */
  SHIFT_RIGHT(">>"),
  /** Logical shift right; the right operand is a scalar constant for vectors. */
  SHIFT_RIGHT_UNSIGNED(">>>");

  private final String symbol;

  BinaryOperator(String symbol) {
    this.symbol = symbol;
  }

  /** The Java operator, or the method's name for minimum and maximum. */
  public String symbol() {
    return symbol;
  }

  /** Whether Java writes it as a method call. */
  public boolean isMethod() {
    return this == MINIMUM || this == MAXIMUM;
  }

  /** Whether it is one of the three shifts. */
  public boolean isShift() {
    return this == SHIFT_LEFT || this == SHIFT_RIGHT || this == SHIFT_RIGHT_UNSIGNED;
  }
}
