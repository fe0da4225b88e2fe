package dev.whittle.ir.op;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import java.util.List;

/**
 * A part of a tensor, as ONNX {@code Slice} with positive steps.
 *
 * @param starts first positions; negative ones count from the end
 * @param ends positions after the last; negative ones count from the end, larger ones are cut off
 * @param axes the axes sliced, one for each start
 */
@Operator(
    name = "slice",
    operands = {"x"},
    summary = "A part of a tensor.")
public record Slice(
    List<Integer> starts, List<Integer> ends, List<Integer> axes, @Default("1") List<Integer> steps)
    implements Op {
  public Slice {
    starts = List.copyOf(starts);
    ends = List.copyOf(ends);
    axes = List.copyOf(axes);
    steps = List.copyOf(steps);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    TensorType x = operands.getFirst();
    Check.length(ends, starts.size(), "ends");
    Check.length(axes, starts.size(), "axes");
    Check.length(steps, starts.size(), "steps");
    Check.atLeast(steps, 1, "steps");
    Shape shape = x.shape();
    boolean[] seen = new boolean[x.rank()];
    for (int i = 0; i < axes.size(); i++) {
      int axis = Check.axis(axes.get(i), x.rank());
      if (seen[axis]) {
        throw new ShapeException("axes names axis %d twice".formatted(axis));
      }
      seen[axis] = true;
      int size = x.shape().size(axis);
      int from = clamp(starts.get(i), size);
      int length = Math.ceilDiv(clamp(ends.get(i), size) - from, steps.get(i));
      if (length < 1) {
        throw new ShapeException(
            "takes nothing of axis %d: %d to %d of %d"
                .formatted(axis, starts.get(i), ends.get(i), size));
      }
      shape = shape.with(axis, Dim.of(length));
    }
    return Check.one(x, shape);
  }

  /** Where position {@code at} of ONNX means in an axis of {@code size}. */
  public static int clamp(int at, int size) {
    return Math.clamp(at < 0 ? (long) at + size : at, 0, size);
  }
}
