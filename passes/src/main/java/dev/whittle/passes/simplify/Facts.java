package dev.whittle.passes.simplify;

import dev.whittle.ir.Dim;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.HardSigmoid;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Sigmoid;
import dev.whittle.ir.op.Softmax;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What rules know about tensors, ops and shapes. */
final class Facts {
  /** Pairs of an operand and a result for which kernels of a shuffle have room. */
  private static final int PAIRS_OF_A_SHUFFLE = 9;

  private Facts() {}

  /** True when one shuffle may have so many operands and results. */
  static boolean isShuffled(int operands, int results) {
    return operands * results <= PAIRS_OF_A_SHUFFLE;
  }

  /** True when every element is {@code value}, which tells 0 from −0. */
  static boolean isFilledWith(Tensor tensor, float value) {
    for (float element : tensor.floats()) {
      if (Float.floatToIntBits(element) != Float.floatToIntBits(value)) {
        return false;
      }
    }
    return true;
  }

  /** True when no element is infinite or NaN. */
  static boolean isFinite(Tensor tensor) {
    for (float element : tensor.floats()) {
      if (!Float.isFinite(element)) {
        return false;
      }
    }
    return true;
  }

  /** True when some element is −0. */
  static boolean hasNegativeZero(Tensor tensor) {
    for (float element : tensor.floats()) {
      if (Float.floatToIntBits(element) == Integer.MIN_VALUE) {
        return true;
      }
    }
    return false;
  }

  /** True when the results of {@code op} are NaN or at least 0, and not −0. */
  static boolean isNeverNegative(Op op) {
    return switch (op) {
      case Relu _, Sigmoid _, Softmax _, HardSigmoid _ -> true;
      case Clip(float min, float max) -> isNeverNegative(min) && isNeverNegative(max);
      default -> false;
    };
  }

  private static boolean isNeverNegative(float bound) {
    return Float.compare(bound, 0f) >= 0;
  }

  /**
   * The attribute of a reshape from {@code from} to {@code to}; nothing when a symbolic size would
   * have to move.
   */
  static Optional<List<Integer>> reshape(TensorType from, TensorType to) {
    List<Integer> shape = new ArrayList<>();
    for (int axis = 0; axis < to.rank(); axis++) {
      Dim dim = to.shape().dim(axis);
      boolean isKept = axis < from.rank() && from.shape().dim(axis).equals(dim);
      switch (dim) {
        case Dim.Fixed(int size) -> shape.add(size);
        case Dim.Symbol _ when isKept -> shape.add(0);
        case Dim.Symbol _ -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(shape);
  }
}
