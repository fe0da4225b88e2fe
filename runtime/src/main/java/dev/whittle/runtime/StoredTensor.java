package dev.whittle.runtime;

import dev.whittle.runtime.weights.WeightsException;

/** A tensor of a model file that is verified before it is first used. */
final class StoredTensor {
  private final String origin;
  private final String name;
  private final Tensor tensor;
  private final String digest;
  private volatile boolean isVerified;

  StoredTensor(String origin, String name, Tensor tensor, String digest) {
    this.origin = origin;
    this.name = name;
    this.tensor = tensor;
    this.digest = digest;
  }

  boolean isVerified() {
    return isVerified;
  }

  Tensor verified() {
    if (!isVerified) {
      if (!Sha256.of(tensor.data()).equals(digest)) {
        throw new WeightsException(
            origin,
            name,
            "its bytes do not have the SHA-256 they should have",
            "the file is damaged: compile the network again");
      }
      isVerified = true;
    }
    return tensor;
  }
}
