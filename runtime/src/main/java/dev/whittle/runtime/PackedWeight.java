package dev.whittle.runtime;

import java.util.Objects;

/**
 * A weight that {@link Model} reorders once at load.
 *
 * @param tensor its name in the {@link ModelFile}
 * @param layout the layout the kernel reads
 * @param offset where it starts in the weights array, in floats
 */
public record PackedWeight(String tensor, Layout layout, int offset) {
  public PackedWeight {
    Objects.requireNonNull(tensor);
    Objects.requireNonNull(layout);
    if (offset < 0) {
      throw new IllegalArgumentException("weight " + tensor + ": negative offset");
    }
  }
}
