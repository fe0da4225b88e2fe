package dev.whittle.ir.reference;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.ArgMax;
import dev.whittle.ir.op.Mean;
import dev.whittle.ir.op.ReduceMax;
import dev.whittle.ir.op.ReduceMin;
import dev.whittle.ir.op.ReduceSum;
import dev.whittle.ir.op.Reduction;
import dev.whittle.runtime.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Reductions over axes. */
final class Reducing {
  private Reducing() {}

  static Tensor reduce(Reduction reduction, Tensor x, TensorType type) {
    float[] input = x.floats();
    int rank = x.rank();
    boolean[] reduced = new boolean[rank];
    reduction.axes().forEach(axis -> reduced[Math.floorMod(axis, rank)] = true);
    int[] strides = new int[rank];
    int size = 1;
    for (int axis = rank - 1; axis >= 0; axis--) {
      strides[axis] = reduced[axis] ? 0 : size;
      size *= reduced[axis] ? 1 : x.size(axis);
    }
    int[] target = Movement.offsets(x.shape(), strides);
    double[] values = new double[size];
    Arrays.fill(values, neutral(reduction));
    for (int i = 0; i < input.length; i++) {
      values[target[i]] = combine(reduction, values[target[i]], input[i]);
    }
    int count = input.length / size;
    float[] result = new float[size];
    for (int i = 0; i < size; i++) {
      result[i] = (float) (reduction instanceof Mean ? values[i] / count : values[i]);
    }
    return Rounding.tensor(type, result);
  }

  static Tensor argMax(ArgMax argMax, Tensor x, TensorType type) {
    float[] input = x.floats();
    int axis = Math.floorMod(argMax.axis(), x.rank());
    int size = x.size(axis);
    int stride = Movement.strides(x.shape())[axis];
    long[] result = new long[input.length / size];
    for (int i = 0; i < result.length; i++) {
      int first = i / stride * size * stride + i % stride;
      for (int j = 1; j < size; j++) {
        float best = input[first + (int) result[i] * stride];
        float next = input[first + j * stride];
        if (next > best || argMax.last() && next == best) {
          result[i] = j;
        }
      }
    }
    return Tensor.of(type.element(), MemorySegment.ofArray(result), type.shape().sizes());
  }

  private static double neutral(Reduction reduction) {
    return switch (reduction) {
      case Mean _, ReduceSum _ -> 0;
      case ReduceMax _ -> Double.NEGATIVE_INFINITY;
      case ReduceMin _ -> Double.POSITIVE_INFINITY;
    };
  }

  private static double combine(Reduction reduction, double before, double x) {
    return switch (reduction) {
      case Mean _, ReduceSum _ -> before + x;
      case ReduceMax _ -> Math.max(before, x);
      case ReduceMin _ -> Math.min(before, x);
    };
  }
}
