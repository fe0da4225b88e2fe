package dev.whittle.ir;

/**
 * Where a value lies at run time.
 *
 * @param offset floats from the start of the space
 * @param batchStride floats from one image to the next; more than the value's own size where it is
 *     a slice of a larger one
 */
public record Placement(Space space, int offset, int batchStride) {
  /** The memory a value lies in. */
  public enum Space {
    /** Activations, one arena per running inference. */
    ARENA,
    /** Packed parameters, shared by all. */
    WEIGHTS
  }
}
