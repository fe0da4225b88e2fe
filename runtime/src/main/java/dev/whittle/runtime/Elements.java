package dev.whittle.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Converts floats to tensors of other element types. */
final class Elements {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Elements() {}

  /**
   * A tensor of {@code values}: shared when {@code type} is f32, else rounded to a narrower float
   * or truncated to an integer as Java's casts do.
   */
  static Tensor tensor(ElementType type, float[] values, int... shape) {
    if (type == ElementType.F32) {
      return Tensor.of(values, shape);
    }
    MemorySegment data =
        MemorySegment.ofArray(new byte[Math.multiplyExact(values.length, type.bytes())]);
    for (int i = 0; i < values.length; i++) {
      float value = values[i];
      switch (type) {
        case F16 -> data.set(SHORT, 2L * i, Float.floatToFloat16(value));
        case BF16 -> data.set(SHORT, 2L * i, bfloat16(value));
        case I8 -> data.set(ValueLayout.JAVA_BYTE, i, (byte) Math.clamp((long) value, -128, 127));
        case U8 -> data.set(ValueLayout.JAVA_BYTE, i, (byte) Math.clamp((long) value, 0, 255));
        case I32 -> data.set(INT, 4L * i, (int) value);
        case I64 -> data.set(LONG, 8L * i, (long) value);
        case BOOL -> data.set(ValueLayout.JAVA_BYTE, i, (byte) (value != 0 ? 1 : 0));
        case F32 -> throw new AssertionError(type);
      }
    }
    return Tensor.of(type, data, shape);
  }

  private static short bfloat16(float value) {
    int bits = Float.floatToIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16);
    }
    int roundedToEven = bits + 0x7fff + (bits >>> 16 & 1);
    return (short) (roundedToEven >>> 16);
  }
}
