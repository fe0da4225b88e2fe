package dev.whittle.runtime;

import java.util.Locale;
import java.util.Optional;

/**
 * The type of one tensor element, named as in {@code .cnn} sources ({@code f32}, {@code i8}, …).
 */
public enum ElementType {
  F32(4),
  F16(2),
  BF16(2),
  I8(1),
  U8(1),
  I32(4),
  I64(8),
  BOOL(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** True for the floating point types. */
  public boolean isFloat() {
    return this == F32 || this == F16 || this == BF16;
  }

  /** The name used in sources and files, for example {@code f32}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type whose {@link #text()} is {@code text}, if there is one. */
  public static Optional<ElementType> parse(String text) {
    for (ElementType type : values()) {
      if (type.text().equals(text)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
