package dev.whittle.codegen.kernel;

/** Operators of one operand. */
public enum UnaryOperator {
  NEGATE,
  ABSOLUTE,
  /** Correctly rounded square root of floats. */
  SQUARE_ROOT,
  /** Float to int, truncating, saturating, NaN to 0, as Java's cast. */
  TO_INT,
  /** Int to float, rounded to nearest even. */
  TO_FLOAT,
  /** The bits of a float as an int; NaN keeps whatever bits it has. */
  FLOAT_TO_BITS,
  /** The float whose bits an int holds. */
  BITS_TO_FLOAT;

  /** The kind of the result for an operand of {@code kind}. */
  public Kind result(Kind kind) {
    boolean vector = kind.isVector();
    return switch (this) {
      case NEGATE, ABSOLUTE, SQUARE_ROOT -> kind;
      case TO_INT, FLOAT_TO_BITS -> vector ? Kind.INT_VECTOR : Kind.INT;
      case TO_FLOAT, BITS_TO_FLOAT -> vector ? Kind.VECTOR : Kind.FLOAT;
    };
  }
}
