package dev.whittle.onnx;

import dev.whittle.ir.Dim;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.util.List;

/** The messages of {@code onnx.proto} that an exported network is made of. */
final class OnnxNodes {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private OnnxNodes() {}

  /** An attribute of a node; the messages' {@code type} field says which kind it is. */
  static Protobuf attribute(String name, Object value) {
    Protobuf attribute = new Protobuf().text(1, name);
    return switch (value) {
      case Float number -> attribute.number(2, number).integer(20, 1);
      case Integer number -> attribute.integer(3, number).integer(20, 2);
      case Boolean flag -> attribute.integer(3, flag ? 1 : 0).integer(20, 2);
      case String text -> attribute.text(4, text).integer(20, 3);
      case List<?> numbers -> {
        numbers.forEach(n -> attribute.integer(8, (Integer) n));
        yield attribute.integer(20, 7);
      }
      default -> throw new IllegalArgumentException(name + " = " + value);
    };
  }

  /** The number that {@code onnx.proto} gives a type of elements. */
  static int number(ElementType type) {
    return switch (type) {
      case F32 -> FLOAT;
      case U8 -> 2;
      case I8 -> 3;
      case I32 -> 6;
      case I64 -> INT64;
      case BOOL -> 9;
      case F16 -> 10;
      case BF16 -> 16;
    };
  }

  /** A named tensor. */
  static Protobuf tensor(String name, Tensor tensor) {
    Protobuf message = new Protobuf();
    for (int size : tensor.shape()) {
      message.integer(1, size);
    }
    return message.integer(2, number(tensor.type())).text(8, name).bytes(9, tensor.data());
  }

  /** A named list of 64-bit integers. */
  static Protobuf integers(String name, List<Integer> values) {
    Protobuf message = new Protobuf().integer(1, values.size()).integer(2, INT64).text(8, name);
    values.forEach(v -> message.integer(7, v));
    return message;
  }

  /** A named value whose sizes are numbers or symbols. */
  static Protobuf valueInfo(String name, TensorType type) {
    Protobuf dims = new Protobuf();
    for (Dim dim : type.shape().dims()) {
      dims.message(
          1,
          switch (dim) {
            case Dim.Fixed(int size) -> new Protobuf().integer(1, size);
            case Dim.Symbol(String symbol) -> new Protobuf().text(2, symbol);
          });
    }
    Protobuf tensorType = new Protobuf().integer(1, number(type.element())).message(2, dims);
    return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensorType));
  }
}
