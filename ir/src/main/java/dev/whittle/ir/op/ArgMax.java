package dev.whittle.ir.op;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.ElementType;
import java.util.ArrayList;
import java.util.List;

/**
 * Where along an axis the largest element is, an i64; of several the first or the last. NaN is
 * larger than nothing, and nothing is larger than a NaN in the first place.
 *
 * @param keepDims leave the axis with size 1 instead of dropping it
 */
@Operator(
    name = "arg_max",
    operands = {"x"},
    summary = "Position of the largest element along an axis.")
public record ArgMax(
    @Default("1") int axis, @Default("true") boolean keepDims, @Default("false") boolean last)
    implements Op {
  /** Larger positions are no exact floats, which plans store them as. */
  private static final int MOST = 1 << 24;

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    Check.isFloat(operands);
    TensorType x = operands.getFirst();
    int along = Check.axis(axis, x.rank());
    Check.fixed(x, along);
    if (x.shape().size(along) > MOST) {
      throw new ShapeException(
          0, "must have at most %d elements on axis %d, is %s".formatted(MOST, along, x));
    }
    List<Dim> dims = new ArrayList<>(x.shape().dims());
    dims.set(along, Dim.of(1));
    if (!keepDims) {
      dims.remove(along);
    }
    return List.of(new TensorType(ElementType.I64, new Shape(dims)));
  }
}
