package dev.whittle.tests.onnx;

import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;

/**
 * A value of a {@link RandomModel}.
 *
 * @param value what ONNX Runtime computes for it
 * @param isLive false for what hangs on constants and sizes alone
 * @param isOpen true for a size that hangs on the open batch
 */
record Port(String name, Tensor value, boolean isLive, boolean isOpen) {
  int[] shape() {
    return value.shape();
  }

  int rank() {
    return value.rank();
  }

  int size(int axis) {
    return value.size(axis);
  }

  boolean is(ElementType type) {
    return value.type() == type;
  }

  /** A number that is known and hangs on no open size. */
  boolean isKnown(ElementType type) {
    return !isLive && !isOpen && is(type);
  }
}
