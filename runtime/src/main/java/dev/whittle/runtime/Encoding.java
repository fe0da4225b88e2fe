package dev.whittle.runtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Optional;

/** How a model file holds a tensor's elements. */
enum Encoding {
  /** As they are in memory. */
  PLAIN {
    @Override
    boolean fits(long bytes, long elements, int width) {
      return bytes == Math.multiplyExact(elements, (long) width);
    }

    @Override
    Tensor decode(ElementType type, MemorySegment data, int... shape) {
      return Tensor.of(type, data, shape);
    }
  },

  /**
   * Without zeros: a bit for each element, the first in the lowest place of the first byte, 1 where
   * the element is not zero; as many bytes as make a multiple of 8; and the elements that are not
   * zero, in order. An element is zero when all its bits are, so -0 is not.
   */
  NONZERO {
    @Override
    boolean fits(long bytes, long elements, int width) {
      long values = bytes - flagBytes(elements);
      return elements <= LARGEST_ARRAY / width
          && values >= 0
          && values <= elements * width
          && values % width == 0;
    }

    @Override
    Tensor decode(ElementType type, MemorySegment data, int... shape) {
      Tensor tensor = Tensor.zeros(type, shape);
      MemorySegment target = tensor.data();
      int width = type.bytes();
      long elements = tensor.elementCount();
      long from = flagBytes(elements);
      for (long i = 0; i < elements; i++) {
        if ((data.get(JAVA_BYTE, i >> 3) >> (i & 7) & 1) != 0) {
          if (from == data.byteSize()) {
            throw new IllegalArgumentException("it has fewer elements than it says");
          }
          MemorySegment.copy(data, from, target, i * width, width);
          from += width;
        }
      }
      if (from != data.byteSize()) {
        throw new IllegalArgumentException("it has more elements than it says");
      }
      return tensor;
    }
  };

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** What it takes to be worth a copy of the tensor when it is loaded. */
  private static final double WORTH = 0.75;

  /** Its name in headers. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Encoding> parse(String text) {
    for (Encoding encoding : values()) {
      if (encoding.text().equals(text)) {
        return Optional.of(encoding);
      }
    }
    return Optional.empty();
  }

  /** Whether {@code elements} of {@code width} bytes each can take {@code bytes}. */
  abstract boolean fits(long bytes, long elements, int width);

  /**
   * The tensor that is held by bytes which {@link #fits}.
   *
   * @throws IllegalArgumentException when they do not hold one
   */
  abstract Tensor decode(ElementType type, MemorySegment data, int... shape);

  /** The tensor's elements without its zeros, when that takes less than three quarters of them. */
  static Optional<MemorySegment> withoutZeros(Tensor tensor) {
    MemorySegment data = tensor.data();
    int width = tensor.type().bytes();
    long elements = tensor.elementCount();
    long count = 0;
    for (long i = 0; i < elements; i++) {
      count += isZero(data, i, width) ? 0 : 1;
    }
    long bytes = flagBytes(elements) + count * width;
    if (bytes >= WORTH * data.byteSize() || data.byteSize() > LARGEST_ARRAY) {
      return Optional.empty();
    }
    MemorySegment target = MemorySegment.ofArray(new byte[(int) bytes]);
    long to = flagBytes(elements);
    for (long i = 0; i < elements; i++) {
      if (!isZero(data, i, width)) {
        byte flags = target.get(JAVA_BYTE, i >> 3);
        target.set(JAVA_BYTE, i >> 3, (byte) (flags | 1 << (i & 7)));
        MemorySegment.copy(data, i * width, target, to, width);
        to += width;
      }
    }
    return Optional.of(target);
  }

  private static long flagBytes(long elements) {
    return Math.ceilDiv(elements, Long.SIZE) * Long.BYTES;
  }

  private static boolean isZero(MemorySegment data, long index, int width) {
    long at = index * width;
    return switch (width) {
      case Byte.BYTES -> data.get(JAVA_BYTE, at) == 0;
      case Short.BYTES -> data.get(JAVA_SHORT_UNALIGNED, at) == 0;
      case Integer.BYTES -> data.get(JAVA_INT_UNALIGNED, at) == 0;
      default -> data.get(JAVA_LONG_UNALIGNED, at) == 0;
    };
  }
}
