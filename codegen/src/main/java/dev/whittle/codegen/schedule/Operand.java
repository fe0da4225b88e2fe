package dev.whittle.codegen.schedule;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expressions;
import dev.whittle.ir.Placement;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Layout;

/**
 * An operand or result of a step: what it is, how it lies and where.
 *
 * @param placement its place in the arena or the weights; what holds it may be another buffer
 * @param buffer the parameter of the step's method that holds it
 * @param offset where in {@code buffer} it starts
 */
public record Operand(
    TensorType type,
    Layout layout,
    Placement placement,
    Expression.Local buffer,
    Expression offset) {
  /** An operand at its place in {@code buffer}. */
  public Operand(TensorType type, Layout layout, Placement placement, Expression.Local buffer) {
    this(type, layout, placement, buffer, Expressions.constant(placement.offset()));
  }

  public Expression batchStride() {
    return Expressions.constant(placement.batchStride());
  }

  public int size(int axis) {
    return type.shape().size(axis);
  }

  public int rank() {
    return type.rank();
  }

  /** Images, 1 with fewer than two axes: then all is one image. */
  public int batch() {
    return rank() < 2 ? 1 : size(0);
  }

  /** Positions of one channel: the product of the axes after the channels. */
  public int positions() {
    int positions = 1;
    for (int axis = 2; axis < rank(); axis++) {
      positions = Math.multiplyExact(positions, size(axis));
    }
    return positions;
  }

  /** Floats of one image in memory. */
  public int imageFloats() {
    return Math.toIntExact(layout.size(type.shape().sizes()) / Math.max(1, batch()));
  }
}
