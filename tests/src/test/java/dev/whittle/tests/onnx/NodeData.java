package dev.whittle.tests.onnx;

import dev.whittle.onnx.message.DataType;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The data of ONNX's own tests: tensors whose elements are stored as they lie in memory. */
final class NodeData {
  private static final int BFLOAT16 = 16;

  private NodeData() {}

  /**
   * A tensor in the narrowest type of networks that holds all elements of its own type.
   *
   * @param declared the type that the model says; bfloat16 may be stored as if it was uint16
   */
  static Tensor read(Path file, DataType declared) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> shape = new ArrayList<>();
    int type = 0;
    byte[] raw = new byte[0];
    while (in.hasRemaining()) {
      long tag = varint(in);
      if ((tag & 7) == 0) {
        long value = varint(in);
        if (tag >>> 3 == 1) {
          shape.add((int) value);
        } else if (tag >>> 3 == 2) {
          type = (int) value;
        }
        continue;
      }
      byte[] bytes = new byte[(int) varint(in)];
      in.get(bytes);
      raw = tag >>> 3 == 9 ? bytes : raw;
    }
    int stored = declared == DataType.BFLOAT16 ? BFLOAT16 : type;
    return tensor(stored, raw, shape.stream().mapToInt(s -> s).toArray());
  }

  private static Tensor tensor(int type, byte[] raw, int... shape) {
    int count = Math.toIntExact(Tensor.elementCount(shape));
    ByteBuffer in = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    return switch (type) {
      case 1, 10, 11, BFLOAT16 -> {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
          values[i] =
              switch (type) {
                case 1 -> in.getFloat();
                case 10 -> Float.float16ToFloat(in.getShort());
                case 11 -> (float) in.getDouble();
                default -> Float.intBitsToFloat(in.getShort() << 16);
              };
        }
        yield Tensor.of(values, shape);
      }
      case 2 -> Tensor.of(ElementType.U8, MemorySegment.ofArray(raw), shape);
      case 3 -> Tensor.of(ElementType.I8, MemorySegment.ofArray(raw), shape);
      case 9 -> Tensor.of(ElementType.BOOL, MemorySegment.ofArray(raw), shape);
      case 4, 5, 6 -> {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
          values[i] = type == 6 ? in.getInt() : type == 5 ? in.getShort() : in.getChar();
        }
        yield Tensor.of(ElementType.I32, MemorySegment.ofArray(values), shape);
      }
      case 7, 12, 13 -> {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
          values[i] = type == 12 ? in.getInt() & 0xffffffffL : in.getLong();
        }
        yield Tensor.of(ElementType.I64, MemorySegment.ofArray(values), shape);
      }
      default -> throw new IllegalStateException("data of type " + type);
    };
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
