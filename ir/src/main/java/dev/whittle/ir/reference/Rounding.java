package dev.whittle.ir.reference;

import dev.whittle.ir.TensorType;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.lang.foreign.MemorySegment;

/** The step from computed numbers to a tensor of the type an op promises. */
final class Rounding {
  private Rounding() {}

  /** A tensor of {@code type}, each value rounded to its element type, ties to even. */
  static Tensor tensor(TensorType type, float[] values) {
    int[] shape = type.shape().sizes();
    return switch (type.element()) {
      case F32 -> Tensor.of(values, shape);
      case F16, BF16 -> {
        short[] halves = new short[values.length];
        for (int i = 0; i < halves.length; i++) {
          halves[i] =
              type.element() == ElementType.F16
                  ? Float.floatToFloat16(values[i])
                  : bfloat16(values[i]);
        }
        yield Tensor.of(type.element(), MemorySegment.ofArray(halves), shape);
      }
      case I8, U8, I32, I64, BOOL ->
          throw new IllegalArgumentException("no arithmetic gives " + type);
    };
  }

  /**
   * A tensor of {@code type}, integers or booleans, each value rounded toward zero or compared with
   * 0.
   */
  static Tensor cast(TensorType type, float[] values) {
    long[] whole = new long[values.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] =
          switch (type.element()) {
            case I8 -> Math.clamp((long) values[i], Byte.MIN_VALUE, Byte.MAX_VALUE);
            case U8 -> Math.clamp((long) values[i], 0, 255);
            case I32 -> (int) values[i];
            case I64 -> (long) values[i];
            case BOOL -> values[i] != 0 ? 1 : 0;
            case F32, F16, BF16 -> throw new IllegalArgumentException("no integers: " + type);
          };
    }
    int bytes = type.element().bytes();
    byte[] data = new byte[Math.multiplyExact(whole.length, bytes)];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (whole[i / bytes] >>> 8 * (i % bytes));
    }
    return Tensor.of(type.element(), MemorySegment.ofArray(data), type.shape().sizes());
  }

  private static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }
}
