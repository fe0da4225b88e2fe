package dev.whittle.passes.prune;

import dev.whittle.runtime.Tensor;

/** Tensors of some positions along an axis. */
final class Parts {
  private Parts() {}

  /** The elements of {@code tensor} at {@code positions} of {@code axis}, in this order. */
  static Tensor of(Tensor tensor, int axis, int[] positions) {
    int[] shape = tensor.shape().clone();
    int inner = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      inner *= shape[i];
    }
    int size = shape[axis];
    float[] all = tensor.floats();
    int outer = all.length / size / inner;
    shape[axis] = positions.length;
    float[] part = new float[outer * positions.length * inner];
    for (int at = 0; at < outer; at++) {
      for (int i = 0; i < positions.length; i++) {
        System.arraycopy(
            all,
            (at * size + positions[i]) * inner,
            part,
            (at * positions.length + i) * inner,
            inner);
      }
    }
    return Tensor.of(part, shape);
  }
}
