package dev.whittle.runtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A dense tensor: an element type, a shape and row-major little-endian elements in a memory segment
 * (a heap array or a mapped file).
 *
 * <p>Tensors are equal when type, shape and bytes are equal. The segment is shared, not copied:
 * whoever hands one over stops writing to it.
 */
public final class Tensor {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final ElementType type;
  private final int[] shape;
  private final MemorySegment data;
  private final long elementCount;

  private Tensor(ElementType type, int[] shape, MemorySegment data) {
    this.type = type;
    this.shape = shape.clone();
    this.data = data;
    this.elementCount = elementCount(shape);
    if (data.byteSize() != elementCount * type.bytes()) {
      throw new IllegalArgumentException(
          "%s%s needs %d bytes, got %d"
              .formatted(
                  type.text(),
                  Arrays.toString(shape),
                  elementCount * type.bytes(),
                  data.byteSize()));
    }
  }

  /** An f32 tensor over {@code values}, which is shared. */
  public static Tensor of(float[] values, int... shape) {
    return new Tensor(ElementType.F32, shape, MemorySegment.ofArray(values));
  }

  /** A tensor over {@code data}, which is shared and holds exactly the shape's elements. */
  public static Tensor of(ElementType type, MemorySegment data, int... shape) {
    return new Tensor(type, shape, data);
  }

  /** A tensor of zeros on the heap. */
  public static Tensor zeros(ElementType type, int... shape) {
    int count = Math.toIntExact(elementCount(shape));
    MemorySegment data =
        type == ElementType.F32
            ? MemorySegment.ofArray(new float[count])
            : MemorySegment.ofArray(new byte[Math.multiplyExact(count, type.bytes())]);
    return new Tensor(type, shape, data);
  }

  /**
   * The number of elements of {@code shape}.
   *
   * @throws IllegalArgumentException when a size is negative or the product exceeds a long
   */
  public static long elementCount(int... shape) {
    long count = 1;
    for (int size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("negative size in " + Arrays.toString(shape));
      }
      count = Math.multiplyExact(count, (long) size);
    }
    return count;
  }

  public ElementType type() {
    return type;
  }

  /** A copy of the shape. */
  public int[] shape() {
    return shape.clone();
  }

  public int rank() {
    return shape.length;
  }

  public int size(int axis) {
    return shape[axis];
  }

  public long elementCount() {
    return elementCount;
  }

  /** The elements' bytes. */
  public MemorySegment data() {
    return data;
  }

  /** Element {@code index} in row-major order; booleans read as 0 or 1. */
  public double get(long index) {
    return switch (type) {
      case F32 -> data.get(FLOAT, 4 * index);
      case F16 -> Float.float16ToFloat(data.get(SHORT, 2 * index));
      case BF16 -> Float.intBitsToFloat(data.get(SHORT, 2 * index) << 16);
      case I8 -> data.get(JAVA_BYTE, index);
      case U8 -> data.get(JAVA_BYTE, index) & 0xff;
      case I32 -> data.get(INT, 4 * index);
      case I64 -> data.get(LONG, 8 * index);
      case BOOL -> data.get(JAVA_BYTE, index) != 0 ? 1 : 0;
    };
  }

  /**
   * Element {@code index} of integers or booleans in row-major order, exactly.
   *
   * @throws IllegalStateException when the elements are floating point numbers
   */
  public long integer(long index) {
    if (type.isFloat()) {
      throw new IllegalStateException(this + " does not hold integers");
    }
    return type == ElementType.I64 ? data.get(LONG, 8 * index) : (long) get(index);
  }

  /**
   * The elements as floats: the backing array itself when this is an f32 tensor over a whole {@code
   * float[]}, else a converted copy.
   */
  public float[] floats() {
    int count = Math.toIntExact(elementCount);
    if (type == ElementType.F32) {
      if (data.heapBase().orElse(null) instanceof float[] values && values.length == count) {
        return values;
      }
      return data.toArray(FLOAT);
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) get(i);
    }
    return values;
  }

  /** SHA-256 of type, shape and bytes, in hexadecimal. */
  public String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((type.text() + Arrays.toString(shape)).getBytes(StandardCharsets.UTF_8));
      byte[] chunk = new byte[1 << 16];
      for (long at = 0; at < data.byteSize(); at += chunk.length) {
        int length = (int) Math.min(chunk.length, data.byteSize() - at);
        MemorySegment.copy(data, JAVA_BYTE, at, chunk, 0, length);
        digest.update(chunk, 0, length);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && type == that.type
        && Arrays.equals(shape, that.shape)
        && data.mismatch(that.data) < 0;
  }

  @Override
  public int hashCode() {
    int hash = 31 * type.hashCode() + Arrays.hashCode(shape);
    for (long i = 0; i < Math.min(16, elementCount); i++) {
      hash = 31 * hash + Double.hashCode(get(i));
    }
    return hash;
  }

  @Override
  public String toString() {
    return type.text() + Arrays.toString(shape);
  }
}
