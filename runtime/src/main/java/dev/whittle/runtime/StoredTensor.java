package dev.whittle.runtime;

import dev.whittle.runtime.weights.WeightsException;
import java.lang.foreign.MemorySegment;

/**
 * A tensor of a model file that is verified before it is first used.
 *
 * @param origin what error messages call the file
 */
final class StoredTensor {
  private static final String DAMAGED = "the file is damaged: compile the network again";

  private final String origin;
  private final String name;
  private final ElementType type;
  private final int[] shape;
  private final Encoding encoding;
  private final MemorySegment data;
  private final String digest;
  private volatile boolean isVerified;

  /** A tensor whose {@code data} fits its type, shape and encoding. */
  StoredTensor(
      String origin,
      String name,
      ElementType type,
      int[] shape,
      Encoding encoding,
      MemorySegment data,
      String digest) {
    this.origin = origin;
    this.name = name;
    this.type = type;
    this.shape = shape.clone();
    this.encoding = encoding;
    this.data = data;
    this.digest = digest;
  }

  boolean isVerified() {
    return isVerified;
  }

  /**
   * Compares the bytes with their digest, the first time.
   *
   * @throws WeightsException when they are others
   */
  void verify() {
    if (!isVerified) {
      if (!Sha256.of(data).equals(digest)) {
        throw new WeightsException(
            origin, name, "its bytes do not have the SHA-256 they should have", DAMAGED);
      }
      isVerified = true;
    }
  }

  /** The tensor, decoded each time. */
  Tensor verified() {
    verify();
    try {
      return encoding.decode(type, data, shape);
    } catch (IllegalArgumentException e) {
      throw new WeightsException(origin, name, e.getMessage(), DAMAGED);
    }
  }
}
