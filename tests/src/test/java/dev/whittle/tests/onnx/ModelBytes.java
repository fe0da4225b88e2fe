package dev.whittle.tests.onnx;

import dev.whittle.runtime.Tensor;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes small ONNX models field by field, in any operator set. */
final class ModelBytes {
  static final int FLOAT = 1;
  static final int UINT8 = 2;
  static final int INT8 = 3;
  static final int INT32 = 6;
  static final int INT64 = 7;
  static final int BOOL = 9;

  private final ByteArrayOutputStream graph = new ByteArrayOutputStream();
  private final int operatorSet;

  ModelBytes(int operatorSet) {
    this.operatorSet = operatorSet;
    text(graph, 2, "test");
  }

  /** A model of one node that computes {@code y} of the float input {@code x}. */
  static ModelBytes of(int operatorSet, int... shape) {
    return new ModelBytes(operatorSet).input("x", shape).output("y");
  }

  /** A float input; a size of 0 is the symbol N. */
  ModelBytes input(String name, int... shape) {
    return typedInput(name, FLOAT, shape);
  }

  ModelBytes typedInput(String name, int type, int... shape) {
    message(graph, 11, value(name, type, shape));
    return this;
  }

  ModelBytes output(String name) {
    message(graph, 12, value(name, FLOAT));
    return this;
  }

  /** An output of whatever type its node gives. */
  ModelBytes untypedOutput(String name) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    text(value, 1, name);
    message(graph, 12, value);
    return this;
  }

  ModelBytes node(String operator, List<String> inputs, Map<String, Object> attributes) {
    return node(operator, inputs, List.of("y"), attributes);
  }

  ModelBytes node(
      String operator, List<String> inputs, List<String> outputs, Map<String, Object> attributes) {
    ByteArrayOutputStream node = new ByteArrayOutputStream();
    inputs.forEach(i -> text(node, 1, i));
    outputs.forEach(o -> text(node, 2, o));
    text(node, 3, outputs.getFirst());
    text(node, 4, operator);
    new TreeMap<>(attributes).forEach((name, value) -> message(node, 5, attribute(name, value)));
    message(graph, 1, node);
    return this;
  }

  ModelBytes floats(String name, int[] shape, float... values) {
    return initialiser(tensor(name, FLOAT, shape, raw(values)));
  }

  ModelBytes integers(String name, long... values) {
    return initialiser(integerTensor(name, new int[] {values.length}, values));
  }

  ModelBytes initialiser(ByteArrayOutputStream tensor) {
    message(graph, 5, tensor);
    return this;
  }

  static ByteArrayOutputStream integerTensor(String name, int[] shape, long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      bytes.putLong(value);
    }
    return tensor(name, INT64, shape, bytes.array());
  }

  static ByteArrayOutputStream tensor(String name, int type, int[] shape, byte[] raw) {
    ByteArrayOutputStream tensor = header(name, type, shape);
    bytes(tensor, 9, raw);
    return tensor;
  }

  /** A tensor without elements. */
  static ByteArrayOutputStream header(String name, int type, int... shape) {
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    for (int size : shape) {
      integer(tensor, 1, size);
    }
    integer(tensor, 2, type);
    text(tensor, 8, name);
    return tensor;
  }

  byte[] bytes() {
    ByteArrayOutputStream set = new ByteArrayOutputStream();
    text(set, 1, "");
    integer(set, 2, operatorSet);
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    integer(model, 1, operatorSet < 9 ? 3 : operatorSet < 15 ? 7 : 8);
    message(model, 7, graph);
    message(model, 8, set);
    return model.toByteArray();
  }

  static byte[] raw(float... values) {
    return Tensor.of(values, values.length).data().toArray(ValueLayout.JAVA_BYTE);
  }

  static ByteArrayOutputStream value(String name, int type, int... shape) {
    ByteArrayOutputStream dims = new ByteArrayOutputStream();
    for (int size : shape) {
      ByteArrayOutputStream dim = new ByteArrayOutputStream();
      if (size == 0) {
        text(dim, 2, "N");
      } else {
        integer(dim, 1, size);
      }
      message(dims, 1, dim);
    }
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    integer(tensor, 1, type);
    if (shape.length > 0) {
      message(tensor, 2, dims);
    }
    ByteArrayOutputStream kind = new ByteArrayOutputStream();
    message(kind, 1, tensor);
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    text(value, 1, name);
    message(value, 2, kind);
    return value;
  }

  private static ByteArrayOutputStream attribute(String name, Object value) {
    ByteArrayOutputStream attribute = new ByteArrayOutputStream();
    text(attribute, 1, name);
    switch (value) {
      case Float number -> {
        fixed(attribute, 2, number);
        integer(attribute, 20, 1);
      }
      case Integer number -> {
        integer(attribute, 3, number);
        integer(attribute, 20, 2);
      }
      case String text -> {
        text(attribute, 4, text);
        integer(attribute, 20, 3);
      }
      case ByteArrayOutputStream tensor -> {
        message(attribute, 5, tensor);
        integer(attribute, 20, 4);
      }
      case List<?> list when list.getFirst() instanceof Float -> {
        list.forEach(v -> fixed(attribute, 7, (Float) v));
        integer(attribute, 20, 6);
      }
      case List<?> list -> {
        list.forEach(v -> integer(attribute, 8, (Integer) v));
        integer(attribute, 20, 7);
      }
      default -> throw new IllegalArgumentException(name);
    }
    return attribute;
  }

  static void fixed(ByteArrayOutputStream out, int field, float value) {
    varint(out, (long) field << 3 | 5);
    out.writeBytes(raw(value));
  }

  static void integer(ByteArrayOutputStream out, int field, long value) {
    varint(out, (long) field << 3);
    varint(out, value);
  }

  static void text(ByteArrayOutputStream out, int field, String value) {
    bytes(out, field, value.getBytes(StandardCharsets.UTF_8));
  }

  static void message(ByteArrayOutputStream out, int field, ByteArrayOutputStream value) {
    bytes(out, field, value.toByteArray());
  }

  static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
    varint(out, (long) field << 3 | 2);
    varint(out, value.length);
    out.writeBytes(value);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
