package dev.whittle.cli.tensor;

import dev.whittle.runtime.ElementType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** NumPy's element types that are read, by their code without the byte order. */
enum NpyType {
  F8(8, ElementType.F32),
  F4(4, ElementType.F32),
  F2(2, ElementType.F16),
  I8(8, ElementType.I64),
  I4(4, ElementType.I32),
  I2(2, ElementType.I32),
  I1(1, ElementType.I8),
  U1(1, ElementType.U8),
  B1(1, ElementType.BOOL);

  private final int bytes;
  private final ElementType element;

  NpyType(int bytes, ElementType element) {
    this.bytes = bytes;
    this.element = element;
  }

  /** Bytes of one element in the file. */
  int bytes() {
    return bytes;
  }

  /** What an element becomes: {@code f8} is rounded to f32, {@code i2} widened to i32. */
  ElementType element() {
    return element;
  }

  /** NumPy's code, for example {@code f4}. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<NpyType> parse(String code) {
    return Arrays.stream(values()).filter(type -> type.code().equals(code)).findFirst();
  }

  /** The type that {@code element} is written as: f32 for bf16, which NumPy does not know. */
  static NpyType of(ElementType element) {
    return switch (element) {
      case F32, BF16 -> F4;
      case F16 -> F2;
      case I8 -> I1;
      case U8 -> U1;
      case I32 -> I4;
      case I64 -> I8;
      case BOOL -> B1;
    };
  }

  /** All codes, for messages. */
  static String codes() {
    return Arrays.stream(values()).map(NpyType::code).collect(Collectors.joining(", "));
  }

  /** Moves element {@code from} of {@code source} to element {@code to} of {@code target}. */
  void move(ByteBuffer source, int from, ByteBuffer target, int to) {
    switch (this) {
      case F8 -> target.putFloat(4 * to, (float) source.getDouble(8 * from));
      case I2 -> target.putInt(4 * to, source.getShort(2 * from));
      case F4, I4 -> target.putInt(4 * to, source.getInt(4 * from));
      case I8 -> target.putLong(8 * to, source.getLong(8 * from));
      case F2 -> target.putShort(2 * to, source.getShort(2 * from));
      case I1, U1, B1 -> target.put(to, source.get(from));
    }
  }
}
