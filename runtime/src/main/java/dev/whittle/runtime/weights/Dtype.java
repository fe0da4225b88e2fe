package dev.whittle.runtime.weights;

import dev.whittle.runtime.ElementType;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The element types of the safetensors format and those of ours they stand for. */
enum Dtype {
  F64(8, null),
  I64(8, ElementType.I64),
  U64(8, null),
  F32(4, ElementType.F32),
  I32(4, ElementType.I32),
  U32(4, null),
  F16(2, ElementType.F16),
  BF16(2, ElementType.BF16),
  I16(2, null),
  U16(2, null),
  F8_E5M2(1, null),
  F8_E4M3(1, null),
  F8_E8M0(1, null),
  I8(1, ElementType.I8),
  U8(1, ElementType.U8),
  BOOL(1, ElementType.BOOL);

  private final int bytes;
  private final ElementType type;

  Dtype(int bytes, ElementType type) {
    this.bytes = bytes;
    this.type = type;
  }

  int bytes() {
    return bytes;
  }

  Optional<ElementType> type() {
    return Optional.ofNullable(type);
  }

  static Optional<Dtype> parse(String text) {
    return Arrays.stream(values()).filter(dtype -> dtype.name().equals(text)).findFirst();
  }

  static Dtype of(ElementType type) {
    return Arrays.stream(values()).filter(dtype -> dtype.type == type).findFirst().orElseThrow();
  }

  static String supported() {
    return Arrays.stream(values())
        .filter(dtype -> dtype.type != null)
        .map(Dtype::name)
        .collect(Collectors.joining(", "));
  }
}
