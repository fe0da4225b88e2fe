package dev.whittle.onnx.message;

import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A file's tensor as one of three kinds: every floating point type becomes f32, every integer type
 * i64, booleans stay. An f32 tensor shares the file's memory.
 */
public final class TensorDecoder {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final float[] FLOAT4 = {0, 0.5f, 1, 1.5f, 2, 3, 4, 6};

  private TensorDecoder() {}

  /**
   * The tensor.
   *
   * @param data the elements' bytes, as many as {@code type} and {@code shape} need
   */
  public static Tensor decode(DataType type, MemorySegment data, int... shape) {
    int count = Math.toIntExact(Tensor.elementCount(shape));
    return switch (type.kind()) {
      case FLOAT -> {
        if (type == DataType.FLOAT) {
          yield Tensor.of(ElementType.F32, data, shape);
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
          values[i] = number(type, data, i);
        }
        yield Tensor.of(values, shape);
      }
      case INTEGER -> {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
          values[i] = integer(type, data, i);
        }
        yield Tensor.of(ElementType.I64, MemorySegment.ofArray(values), shape);
      }
      case BOOLEAN -> Tensor.of(ElementType.BOOL, data, shape);
      case OTHER -> throw new IllegalArgumentException(type.text());
    };
  }

  private static float number(DataType type, MemorySegment data, int i) {
    return switch (type) {
      case DOUBLE -> (float) data.get(DOUBLE, 8L * i);
      case FLOAT16 -> Float.float16ToFloat(data.get(SHORT, 2L * i));
      case BFLOAT16 -> Float.intBitsToFloat(data.get(SHORT, 2L * i) << 16);
      case FLOAT8E4M3FN -> small(at(data, i), 3, 7, 0x7f, false);
      case FLOAT8E4M3FNUZ -> small(at(data, i), 3, 8, 0x80, true);
      case FLOAT8E5M2 -> Float.float16ToFloat((short) (at(data, i) << 8));
      case FLOAT8E5M2FNUZ -> small(at(data, i), 2, 16, 0x80, true);
      case FLOAT8E8M0 ->
          at(data, i) == 0xff ? Float.NaN : (float) Math.scalb(1.0, at(data, i) - 127);
      case FLOAT4E2M1 -> {
        int bits = nibble(data, i);
        yield (bits & 8) == 0 ? FLOAT4[bits] : -FLOAT4[bits & 7];
      }
      default -> throw new IllegalArgumentException(type.text());
    };
  }

  /**
   * An 8-bit number.
   *
   * @param mantissa its bits of mantissa
   * @param nan the bits that mean no number: with either sign, or just so
   */
  private static float small(int bits, int mantissa, int bias, int nan, boolean isExactNan) {
    if (isExactNan ? bits == nan : (bits & 0x7f) == nan) {
      return Float.NaN;
    }
    int exponent = (bits & 0x7f) >> mantissa;
    int fraction = bits & (1 << mantissa) - 1;
    double value =
        exponent == 0
            ? Math.scalb((double) fraction, 1 - bias - mantissa)
            : Math.scalb((double) (fraction + (1 << mantissa)), exponent - bias - mantissa);
    return (float) ((bits & 0x80) == 0 ? value : -value);
  }

  private static long integer(DataType type, MemorySegment data, int i) {
    return switch (type) {
      case UINT8 -> at(data, i);
      case INT8 -> (byte) at(data, i);
      case UINT16 -> data.get(SHORT, 2L * i) & 0xffff;
      case INT16 -> data.get(SHORT, 2L * i);
      case UINT32 -> data.get(INT, 4L * i) & 0xffffffffL;
      case INT32 -> data.get(INT, 4L * i);
      case UINT64, INT64 -> data.get(LONG, 8L * i);
      case UINT4 -> nibble(data, i);
      case INT4 -> (nibble(data, i) ^ 8) - 8;
      default -> throw new IllegalArgumentException(type.text());
    };
  }

  private static int at(MemorySegment data, int i) {
    return data.get(ValueLayout.JAVA_BYTE, i) & 0xff;
  }

  private static int nibble(MemorySegment data, int i) {
    return at(data, i / 2) >> i % 2 * 4 & 15;
  }
}
