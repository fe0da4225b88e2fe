package dev.whittle.codegen.kernel;

/**
 * What a kernel expression evaluates to. At a target of one lane, {@link #VECTOR} is a float,
 * {@link #INT_VECTOR} an int and {@link #MASK} a boolean.
 */
public enum Kind {
  /** A 32-bit integer: offsets, extents and counters. */
  INT("int"),
  /** One float. */
  FLOAT("float"),
  /** The result of comparing two scalars. */
  BOOLEAN("boolean"),
  /** As many floats as the target has lanes. */
  VECTOR("FloatVector"),
  /** As many ints as the target has lanes. */
  INT_VECTOR("IntVector"),
  /** One truth value per lane. */
  MASK("VectorMask<Float>"),
  /** Float storage that loads and stores address by an int index. */
  BUFFER("float[]");

  private final String java;

  Kind(String java) {
    this.java = java;
  }

  /** The Java type that holds such a value when there is more than one lane. */
  public String java() {
    return java;
  }

  /** Whether the value has one element per lane. */
  public boolean isVector() {
    return this == VECTOR || this == INT_VECTOR || this == MASK;
  }

  /** The kind of one lane, or the kind itself when it is no vector. */
  public Kind lane() {
    return switch (this) {
      case VECTOR -> FLOAT;
      case INT_VECTOR -> INT;
      case MASK -> BOOLEAN;
      case INT, FLOAT, BOOLEAN, BUFFER -> this;
    };
  }
}
