package dev.whittle.codegen.kernel;

/**
 * How a vector becomes one float. The order is defined, so that every backend agrees to the bit:
 * lane {@code i} is combined with lane {@code i + lanes/2}, then the lower half likewise, until one
 * lane is left.
 */
public enum Reduction {
  SUM(BinaryOperator.ADD),
  MAXIMUM(BinaryOperator.MAXIMUM),
  MINIMUM(BinaryOperator.MINIMUM);

  private final BinaryOperator combine;

  Reduction(BinaryOperator combine) {
    this.combine = combine;
  }

  /** The operator that combines two lanes. */
  public BinaryOperator combine() {
    return combine;
  }
}
