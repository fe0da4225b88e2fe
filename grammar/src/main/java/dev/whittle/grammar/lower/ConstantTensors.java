package dev.whittle.grammar.lower;

import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/** Makes tensors of the numbers that a source lists. */
final class ConstantTensors {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private ConstantTensors() {}

  /**
   * A tensor of {@code values}, one for each element.
   *
   * @throws IllegalArgumentException when a value does not fit the element type
   */
  static Tensor of(ElementType type, int[] shape, List<Datum> values) {
    if (type == ElementType.F32) {
      float[] floats = new float[values.size()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) number(values.get(i));
      }
      return Tensor.of(floats, shape);
    }
    MemorySegment data = MemorySegment.ofArray(new byte[values.size() * type.bytes()]);
    for (int i = 0; i < values.size(); i++) {
      put(type, data, i, values.get(i));
    }
    return Tensor.of(type, data, shape);
  }

  private static void put(ElementType type, MemorySegment data, int i, Datum value) {
    switch (type) {
      case F32 -> throw new IllegalStateException();
      case F16 -> data.set(SHORT, 2L * i, Float.floatToFloat16((float) number(value)));
      case BF16 -> data.set(SHORT, 2L * i, bfloat((float) number(value)));
      case I8 -> data.set(ValueLayout.JAVA_BYTE, i, (byte) whole(value, -128, 127));
      case U8 -> data.set(ValueLayout.JAVA_BYTE, i, (byte) whole(value, 0, 255));
      case I32 -> data.set(INT, 4L * i, (int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case I64 -> data.set(LONG, 8L * i, whole(value, Long.MIN_VALUE, Long.MAX_VALUE));
      case BOOL -> data.set(ValueLayout.JAVA_BYTE, i, truth(value));
    }
  }

  private static short bfloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
  }

  private static double number(Datum datum) {
    return switch (datum) {
      case Datum.Int(long value) -> value;
      case Datum.Decimal(double value) -> value;
      default -> throw new IllegalArgumentException("expected a number, is " + Wording.of(datum));
    };
  }

  private static long whole(Datum datum, long least, long most) {
    if (datum instanceof Datum.Int(long value) && value >= least && value <= most) {
      return value;
    }
    throw new IllegalArgumentException(
        "expected an int from %d to %d, is %s".formatted(least, most, Wording.of(datum)));
  }

  private static byte truth(Datum datum) {
    if (datum instanceof Datum.Bool(boolean value)) {
      return (byte) (value ? 1 : 0);
    }
    throw new IllegalArgumentException("expected true or false, is " + Wording.of(datum));
  }
}
