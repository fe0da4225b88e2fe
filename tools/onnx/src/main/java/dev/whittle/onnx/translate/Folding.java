package dev.whittle.onnx.translate;

import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;

/** Works out before the network runs what hangs on sizes and constants alone. */
final class Folding {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int MOST_ELEMENTS = 1 << 22;
  private static final int MOST_LISTED = 1 << 16;

  private Folding() {}

  /** The elements of an i64 tensor. */
  static List<Long> longs(Operand.Known known) {
    if (known.tensor().elementCount() > MOST_LISTED) {
      throw new Refusal("reads %s as a list".formatted(known.tensor()), "");
    }
    List<Long> values = new ArrayList<>();
    for (int i = 0; i < known.tensor().elementCount(); i++) {
      values.add(integer(known.tensor(), i));
    }
    return values;
  }

  /** An i64 tensor. */
  static Tensor integers(long[] values, int... shape) {
    return Tensor.of(ElementType.I64, MemorySegment.ofArray(values), shape);
  }

  private static Tensor booleans(byte[] values, int... shape) {
    return Tensor.of(ElementType.BOOL, MemorySegment.ofArray(values), shape);
  }

  static long integer(Tensor tensor, int index) {
    return tensor.type() == ElementType.I64
        ? tensor.data().get(LONG, 8L * index)
        : (long) tensor.get(index);
  }

  /** The elements of {@code indices} of {@code source}, open sizes included, in a new shape. */
  static Operand.Known pick(Operand.Known source, int[] indices, int... shape) {
    int width = source.tensor().type().bytes();
    byte[] bytes = new byte[Math.multiplyExact(indices.length, width)];
    Map<Integer, String> symbols = new HashMap<>();
    for (int i = 0; i < indices.length; i++) {
      MemorySegment.copy(
          source.tensor().data(),
          ValueLayout.JAVA_BYTE,
          (long) indices[i] * width,
          bytes,
          i * width,
          width);
      if (source.symbols().containsKey(indices[i])) {
        symbols.put(i, source.symbols().get(indices[i]));
      }
    }
    Tensor picked = Tensor.of(source.tensor().type(), MemorySegment.ofArray(bytes), shape);
    return new Operand.Known(source.name(), picked, source.isWeight(), symbols);
  }

  /** The same elements in another shape. */
  static Operand.Known reshape(Operand.Known source, int... shape) {
    Tensor tensor = source.tensor();
    return new Operand.Known(
        source.name(),
        Tensor.of(tensor.type(), tensor.data(), shape),
        source.isWeight(),
        source.symbols());
  }

  /** How many elements {@code shape} has, refused when they are too many to make of nothing. */
  static int count(int... shape) {
    return count(MOST_ELEMENTS, shape);
  }

  /** As {@link #count(int...)}, but no fewer are allowed than {@code sources} have together. */
  static int count(List<Tensor> sources, int... shape) {
    long existing = sources.stream().distinct().mapToLong(Tensor::elementCount).sum();
    return count(Math.max(existing, MOST_ELEMENTS), shape);
  }

  private static int count(long most, int... shape) {
    double count = 1;
    for (int size : shape) {
      if (size < 0) {
        throw new Refusal("makes a tensor of the size " + size, "");
      }
      count *= size;
    }
    if (count > Math.min(most, Integer.MAX_VALUE)) {
      throw new Refusal(
          "makes a tensor of the shape %s before the network runs"
              .formatted(Arrays.toString(shape)),
          "simplify the model before exporting it");
    }
    return (int) count;
  }

  /** Refuses operands that hold an open size, which nobody can compute with. */
  static void requireNumbers(Operand.Known... operands) {
    for (Operand.Known operand : operands) {
      if (!operand.symbols().isEmpty()) {
        throw new Refusal(
            "computes with the open size " + operand.symbols().values().iterator().next(),
            "give all sizes with --shape");
      }
    }
  }

  /** Refuses integers that no f32 is. */
  static void requireFloats(Operand.Known x) {
    requireNumbers(x);
    if (x.tensor().type().isFloat()) {
      return;
    }
    for (int i = 0; i < x.tensor().elementCount(); i++) {
      long value = x.tensor().integer(i);
      if (value != (long) (float) value || value == Long.MAX_VALUE) {
        throw new Refusal(
            "computes with the integer %d, which is no exact float".formatted(value), "");
      }
    }
  }

  /** The same numbers as f32. */
  static Operand.Known floats(Operand.Known x) {
    if (x.tensor().type() == ElementType.F32) {
      return x;
    }
    requireNumbers(x);
    float[] values = new float[count(List.of(x.tensor()), x.tensor().shape())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) x.tensor().get(i);
    }
    return x.with(Tensor.of(values, x.tensor().shape()));
  }

  static Operand.Known unary(Operand.Known x, DoubleUnaryOperator function) {
    requireNumbers(x);
    int count = count(List.of(x.tensor()), x.tensor().shape());
    if (x.tensor().type() == ElementType.F32) {
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = (float) function.applyAsDouble(x.tensor().get(i));
      }
      return Operand.Known.of(Tensor.of(values, x.tensor().shape()));
    }
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = (long) function.applyAsDouble(integer(x.tensor(), i));
    }
    return Operand.Known.of(integers(values, x.tensor().shape()));
  }

  /** An arithmetic operation with broadcasting, on two f32 or two i64 tensors. */
  static Operand.Known binary(
      Operand.Known a, Operand.Known b, DoubleBinaryOperator floats, LongBinaryOperator integers) {
    Pairs pairs = new Pairs(a, b);
    if (a.tensor().type() == ElementType.F32) {
      float[] values = new float[pairs.count()];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            (float)
                floats.applyAsDouble(a.tensor().get(pairs.left(i)), b.tensor().get(pairs.right(i)));
      }
      return Operand.Known.of(Tensor.of(values, pairs.shape()));
    }
    long[] values = new long[pairs.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          integers.applyAsLong(
              integer(a.tensor(), pairs.left(i)), integer(b.tensor(), pairs.right(i)));
    }
    return Operand.Known.of(integers(values, pairs.shape()));
  }

  /**
   * A comparison with broadcasting; {@code accepts} is given how the left compares to the right.
   */
  static Operand.Known compare(Operand.Known a, Operand.Known b, Comparison comparison) {
    Pairs pairs = new Pairs(a, b);
    byte[] values = new byte[pairs.count()];
    for (int i = 0; i < values.length; i++) {
      boolean holds =
          comparison.holds(a.tensor().get(pairs.left(i)), b.tensor().get(pairs.right(i)));
      values[i] = (byte) (holds ? 1 : 0);
    }
    return Operand.Known.of(booleans(values, pairs.shape()));
  }

  /** A relation of two numbers. */
  interface Comparison {
    boolean holds(double left, double right);
  }

  /** Elements of {@code a} where the condition holds, else of {@code b}, with broadcasting. */
  static Operand.Known where(Operand.Known condition, Operand.Known a, Operand.Known b) {
    requireNumbers(condition);
    int[] shape =
        broadcast(condition.tensor().shape(), broadcast(a.tensor().shape(), b.tensor().shape()));
    int count = count(shape);
    int[] asked = broadcast(condition.tensor().shape(), shape, count);
    int[] left = broadcast(a.tensor().shape(), shape, count);
    int[] right = broadcast(b.tensor().shape(), shape, count);
    int second = count(a.tensor().shape());
    int[] indices = new int[count];
    for (int i = 0; i < count; i++) {
      indices[i] = condition.tensor().get(asked[i]) != 0 ? left[i] : second + right[i];
    }
    return pick(concat(List.of(flat(a), flat(b)), 0), indices, shape);
  }

  private static Operand.Known flat(Operand.Known known) {
    return reshape(known, Math.toIntExact(known.tensor().elementCount()));
  }

  static Operand.Known concat(List<Operand.Known> parts, int axis) {
    Tensor first = parts.getFirst().tensor();
    int[] shape = first.shape();
    int at = Call.axis(axis, shape.length);
    int total = 0;
    for (Operand.Known part : parts) {
      int[] aligned = part.tensor().shape();
      if (aligned.length != shape.length || part.tensor().type() != first.type()) {
        throw new Refusal("joins %s and %s".formatted(first, part.tensor()), "");
      }
      total = Math.addExact(total, aligned[at]);
      aligned[at] = shape[at];
      if (!Arrays.equals(aligned, shape)) {
        throw new Refusal("joins %s and %s".formatted(first, part.tensor()), "");
      }
    }
    shape[at] = total;
    List<Tensor> tensors = parts.stream().map(Operand.Known::tensor).toList();
    byte[] bytes = new byte[Math.multiplyExact(count(tensors, shape), first.type().bytes())];
    Map<Integer, String> symbols = new HashMap<>();
    int outer = 1;
    for (int i = 0; i < at; i++) {
      outer *= shape[i];
    }
    int row = outer == 0 ? 0 : bytes.length / outer;
    int start = 0;
    for (Operand.Known part : parts) {
      int piece = outer == 0 ? 0 : (int) (part.tensor().data().byteSize() / outer);
      for (int i = 0; i < outer; i++) {
        MemorySegment.copy(
            part.tensor().data(),
            ValueLayout.JAVA_BYTE,
            (long) i * piece,
            bytes,
            i * row + start,
            piece);
      }
      int before = start / first.type().bytes();
      if (outer == 1) {
        part.symbols().forEach((i, symbol) -> symbols.put(before + i, symbol));
      } else {
        requireNumbers(part);
      }
      start += piece;
    }
    return new Operand.Known(
        "", Tensor.of(first.type(), MemorySegment.ofArray(bytes), shape), false, symbols);
  }

  /** The indices of a tensor whose axes are permuted, in the new order. */
  static int[] transposed(Tensor tensor, List<Integer> permutation) {
    int[] shape = tensor.shape();
    int rank = shape.length;
    int[] strides = new int[rank];
    int stride = 1;
    for (int i = rank - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    int[] indices = new int[count(List.of(tensor), shape)];
    int[] position = new int[rank];
    int at = 0;
    for (int i = 0; i < indices.length; i++) {
      indices[i] = at;
      for (int axis = rank - 1; axis >= 0; axis--) {
        int from = permutation.get(axis);
        at += strides[from];
        if (++position[axis] < shape[from]) {
          break;
        }
        at -= strides[from] * position[axis];
        position[axis] = 0;
      }
    }
    return indices;
  }

  /** Which elements of two broadcast tensors meet. */
  private static final class Pairs {
    private final int[] shape;
    private final int[] left;
    private final int[] right;

    Pairs(Operand.Known a, Operand.Known b) {
      requireNumbers(a, b);
      if (a.tensor().type() != b.tensor().type()) {
        throw new Refusal("computes with %s and %s".formatted(a.tensor(), b.tensor()), "");
      }
      shape = broadcast(a.tensor().shape(), b.tensor().shape());
      int count = Folding.count(List.of(a.tensor(), b.tensor()), shape);
      left = broadcast(a.tensor().shape(), shape, count);
      right = broadcast(b.tensor().shape(), shape, count);
    }

    int count() {
      return left.length;
    }

    int[] shape() {
      return shape;
    }

    int left(int index) {
      return left[index];
    }

    int right(int index) {
      return right[index];
    }
  }

  /** The common shape of two tensors. */
  static int[] broadcast(int[] a, int[] b) {
    int rank = Math.max(a.length, b.length);
    int[] shape = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int left = i <= a.length ? a[a.length - i] : 1;
      int right = i <= b.length ? b[b.length - i] : 1;
      if (left != right && left != 1 && right != 1) {
        throw new Refusal(
            "%s does not broadcast with %s".formatted(Arrays.toString(a), Arrays.toString(b)), "");
      }
      shape[rank - i] = left == 1 ? right : left;
    }
    return shape;
  }

  /** For each element of the shape {@code to}, its index in the smaller shape {@code from}. */
  static int[] broadcast(int[] from, int[] to, int count) {
    int[] indices = new int[count];
    int inner = 1;
    int stride = 1;
    for (int i = 1; i <= to.length; i++) {
      int size = to[to.length - i];
      int own = i <= from.length ? from[from.length - i] : 1;
      if (own != 1) {
        for (int index = 0; index < count; index++) {
          indices[index] += index / inner % size * stride;
        }
      }
      inner *= Math.max(1, size);
      stride *= own;
    }
    return indices;
  }
}
