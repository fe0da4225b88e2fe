package dev.whittle.ir.reference;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.ChannelShuffle;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Pad;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Split;
import dev.whittle.ir.op.Transpose;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Ops that move elements of any type without changing them. */
final class Movement {
  private Movement() {}

  static Tensor reshape(Tensor x, TensorType type) {
    return Tensor.of(x.type(), x.data(), type.shape().sizes());
  }

  static Tensor transpose(Transpose transpose, Tensor x, TensorType type) {
    int[] from = strides(x.shape());
    int[] strides = transpose.permutation().stream().mapToInt(axis -> from[axis]).toArray();
    return gather(x, offsets(type.shape().sizes(), strides), type);
  }

  static Tensor slice(Slice slice, Tensor x, TensorType type) {
    int[] strides = strides(x.shape());
    int base = 0;
    for (int i = 0; i < slice.axes().size(); i++) {
      int axis = Math.floorMod(slice.axes().get(i), x.rank());
      base += Slice.clamp(slice.starts().get(i), x.size(axis)) * strides[axis];
      strides[axis] *= slice.steps().get(i);
    }
    return gather(x, shift(offsets(type.shape().sizes(), strides), base), type);
  }

  static List<Tensor> split(Split split, Tensor x, List<TensorType> types) {
    int[] strides = strides(x.shape());
    int axis = Math.floorMod(split.axis(), x.rank());
    List<Tensor> parts = new ArrayList<>();
    int start = 0;
    for (TensorType type : types) {
      int[] source = shift(offsets(type.shape().sizes(), strides), start * strides[axis]);
      parts.add(gather(x, source, type));
      start += type.shape().size(axis);
    }
    return parts;
  }

  static Tensor concat(Concat concat, List<Tensor> operands, TensorType type) {
    int axis = Math.floorMod(concat.axis(), type.rank());
    int bytes = type.element().bytes();
    long inner = bytes;
    for (int i = axis + 1; i < type.rank(); i++) {
      inner *= type.shape().size(i);
    }
    long row = inner * type.shape().size(axis);
    Tensor result = Tensor.zeros(type.element(), type.shape().sizes());
    long start = 0;
    for (Tensor operand : operands) {
      long length = inner * operand.size(axis);
      for (long outer = 0; outer * row < result.data().byteSize(); outer++) {
        MemorySegment.copy(
            operand.data(), outer * length, result.data(), outer * row + start, length);
      }
      start += length;
    }
    return result;
  }

  static List<Tensor> shuffle(
      ChannelShuffle shuffle, List<Tensor> operands, List<TensorType> types) {
    TensorType joined = new Concat(1).infer(types).getFirst();
    Tensor x = concat(new Concat(1), operands, joined);
    int channels = joined.shape().size(1);
    int row = Math.toIntExact(joined.shape().elementCount() / joined.shape().size(0) / channels);
    int[] source = new int[Math.toIntExact(joined.shape().elementCount())];
    for (int i = 0; i < source.length; i++) {
      int plane = i / row;
      int from = shuffle.source(plane % channels, channels);
      source[i] = (plane - plane % channels + from) * row + i % row;
    }
    List<Integer> sizes = types.stream().map(t -> t.shape().size(1)).toList();
    return split(new Split(1, sizes), gather(x, source, joined), types);
  }

  static Tensor pad(Pad pad, Tensor x, TensorType type) {
    float[] input = x.floats();
    float[] result = new float[Math.toIntExact(type.shape().elementCount())];
    Arrays.fill(result, pad.value());
    int[] strides = strides(type.shape().sizes());
    int base = 0;
    for (int axis = 0; axis < x.rank(); axis++) {
      base += pad.pads().get(axis) * strides[axis];
    }
    int[] target = offsets(x.shape(), strides);
    for (int i = 0; i < input.length; i++) {
      result[base + target[i]] = input[i];
    }
    return Rounding.tensor(type, result);
  }

  /** The tensor whose element {@code i} is element {@code source[i]} of {@code x}. */
  static Tensor gather(Tensor x, int[] source, TensorType type) {
    if (x.type() == ElementType.F32) {
      float[] input = x.floats();
      float[] result = new float[source.length];
      for (int i = 0; i < result.length; i++) {
        result[i] = input[source[i]];
      }
      return Tensor.of(result, type.shape().sizes());
    }
    Tensor result = Tensor.zeros(type.element(), type.shape().sizes());
    long bytes = type.element().bytes();
    for (int i = 0; i < source.length; i++) {
      MemorySegment.copy(x.data(), source[i] * bytes, result.data(), i * bytes, bytes);
    }
    return result;
  }

  /** The row-major strides of {@code shape}. */
  static int[] strides(int[] shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  /** For each index of {@code shape} in row-major order, its scalar product with the strides. */
  static int[] offsets(int[] shape, int[] strides) {
    int[] offsets = new int[Math.toIntExact(Tensor.elementCount(shape))];
    int[] index = new int[shape.length];
    for (int i = 0; i < offsets.length; i++) {
      int offset = 0;
      for (int axis = 0; axis < index.length; axis++) {
        offset += index[axis] * strides[axis];
      }
      offsets[i] = offset;
      advance(index, shape);
    }
    return offsets;
  }

  /** The next index of {@code shape} in row-major order. */
  static void advance(int[] index, int[] shape) {
    for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
      index[axis] = 0;
    }
  }

  private static int[] shift(int[] offsets, int base) {
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] += base;
    }
    return offsets;
  }
}
