package dev.whittle.passes.memory;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Split;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A stretch of one axis of a larger tensor.
 *
 * @param axis counted from the front
 */
record Part(int axis, int start, int size) {
  /** Where the operands of {@code concat} lie in its result. */
  static List<Part> of(Concat concat, List<TensorType> operands) {
    return stretches(concat.axis(), operands);
  }

  /** Where the results of {@code split} lie in its operand. */
  static List<Part> of(Split split, List<TensorType> results) {
    return stretches(split.axis(), results);
  }

  /** Where the result of {@code slice} lies in its operand, when it is one stretch of one axis. */
  static Optional<Part> of(Slice slice, TensorType operand, TensorType result) {
    Optional<Part> part = Optional.of(new Part(0, 0, operand.shape().size(0)));
    int cut = 0;
    for (int i = 0; i < slice.axes().size(); i++) {
      int axis = Math.floorMod(slice.axes().get(i), operand.rank());
      int size = operand.shape().size(axis);
      if (result.shape().size(axis) == size) {
        continue;
      }
      cut++;
      boolean isStretch = slice.steps().get(i) == 1 || result.shape().size(axis) == 1;
      int start = Slice.clamp(slice.starts().get(i), size);
      part =
          isStretch
              ? Optional.of(new Part(axis, start, result.shape().size(axis)))
              : Optional.empty();
      if (!isStretch) {
        return Optional.empty();
      }
    }
    return cut <= 1 ? part : Optional.empty();
  }

  /**
   * The distance in floats from the start of the whole to the start of this part, when the part is
   * contiguous in every image and made of whole blocks.
   *
   * @param whole the shape of the larger tensor
   */
  OptionalLong offset(Layout layout, int... whole) {
    char letter = layout.axes().charAt(axis);
    int block = layout.block(letter);
    boolean isLast = start + size == whole[axis];
    if (start % block != 0 || (size % block != 0 && !isLast)) {
      return OptionalLong.empty();
    }
    int[] sizes = layout.physical(whole);
    long step = 1;
    boolean isInside = false;
    for (int i = 0; i < sizes.length; i++) {
      Layout.Loop loop = layout.loops().get(i);
      if (isInside) {
        step *= sizes[i];
      } else if (loop.axis() == letter && loop.block() == 0) {
        isInside = true;
      } else if (sizes[i] != 1 && !(i == 0 && loop.axis() == 'N')) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(start / block * step);
  }

  private static List<Part> stretches(int axis, List<TensorType> types) {
    List<Part> parts = new ArrayList<>();
    int start = 0;
    for (TensorType type : types) {
      int at = Math.floorMod(axis, type.rank());
      parts.add(new Part(at, start, type.shape().size(at)));
      start += type.shape().size(at);
    }
    return parts;
  }
}
