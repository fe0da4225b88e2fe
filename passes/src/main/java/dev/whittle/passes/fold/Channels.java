package dev.whittle.passes.fold;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.passes.rewrite.Site;
import dev.whittle.runtime.Tensor;
import java.util.Arrays;
import java.util.Optional;

/** Operands of arithmetic that hold one number for each channel. */
final class Channels {
  private Channels() {}

  /**
   * The numbers of {@code value} for each channel of {@code result}, when it broadcasts along axis
   * 1 only and its elements are known.
   */
  static Optional<float[]> of(Site site, Value value, TensorType result) {
    return site.known(value).flatMap(tensor -> perChannel(tensor, result));
  }

  private static Optional<float[]> perChannel(Tensor tensor, TensorType result) {
    int channels = result.shape().size(1);
    int missing = result.rank() - tensor.rank();
    for (int axis = 0; axis < tensor.rank(); axis++) {
      boolean isChannel = axis + missing == 1;
      if (tensor.size(axis) != 1 && !(isChannel && tensor.size(axis) == channels)) {
        return Optional.empty();
      }
    }
    float[] values = tensor.floats();
    if (values.length == channels) {
      return Optional.of(values.clone());
    }
    float[] repeated = new float[channels];
    Arrays.fill(repeated, values[0]);
    return Optional.of(repeated);
  }
}
