package dev.whittle.codegen.kernel;

/** Comparisons; with NaN every one but {@link #NOT_EQUAL} is false. */
public enum Comparison {
  EQUAL("==", "EQ"),
  NOT_EQUAL("!=", "NE"),
  LESS("<", "LT"),
  LESS_OR_EQUAL("<=", "LE"),
  GREATER(">", "GT"),
  GREATER_OR_EQUAL(">=", "GE");

  private final String symbol;
  private final String vectorName;

  Comparison(String symbol, String vectorName) {
    this.symbol = symbol;
    this.vectorName = vectorName;
  }

  /** The Java operator. */
  public String symbol() {
    return symbol;
  }

  /** The constant of {@code jdk.incubator.vector.VectorOperators}. */
  public String vectorName() {
    return vectorName;
  }

  /** Whether {@code left} and {@code right} compare so. */
  public boolean test(int left, int right) {
    return switch (this) {
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
      case LESS -> left < right;
      case LESS_OR_EQUAL -> left <= right;
      case GREATER -> left > right;
      case GREATER_OR_EQUAL -> left >= right;
    };
  }

  /** Whether {@code left} and {@code right} compare so. */
  public boolean test(float left, float right) {
    return switch (this) {
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
      case LESS -> left < right;
      case LESS_OR_EQUAL -> left <= right;
      case GREATER -> left > right;
      case GREATER_OR_EQUAL -> left >= right;
    };
  }
}
