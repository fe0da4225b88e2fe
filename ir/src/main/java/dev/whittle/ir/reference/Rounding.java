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

  private static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }
}
