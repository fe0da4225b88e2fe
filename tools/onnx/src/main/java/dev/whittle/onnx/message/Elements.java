package dev.whittle.onnx.message;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** The elements of a tensor's typed field as little-endian bytes, as {@code raw_data} has them. */
final class Elements {
  private static final int MOST_COPIED = 1 << 28;

  private final DataType type;
  private final int storedBytes;
  private final long most;
  private MemorySegment shared = MemorySegment.NULL;
  private byte[] copied = new byte[0];
  private int size;

  /**
   * @param storedBytes bytes of an element in the field, 0 for varints
   * @param most the most pieces of {@link DataType#storedBytes()} there may be
   */
  Elements(DataType type, int storedBytes, long most) {
    this.type = type;
    this.storedBytes = storedBytes;
    this.most = most;
  }

  int storedBytes() {
    return storedBytes;
  }

  /** Adds elements whose bytes are as in {@code raw_data}; the first ones are shared. */
  void addAll(MemorySegment more, long offset) throws MalformedMessage {
    if (size == 0 && shared.byteSize() == 0) {
      shared = more;
      return;
    }
    unshare(offset);
    grow(more.byteSize(), offset);
    MemorySegment.copy(
        more,
        ValueLayout.JAVA_BYTE,
        0,
        copied,
        size - (int) more.byteSize(),
        (int) more.byteSize());
  }

  /** Adds an integer, or the bits of a number that is narrower than its field. */
  void add(long value, long offset) throws MalformedMessage {
    int bytes = type.storedBytes();
    grow(bytes, offset);
    for (int i = 0; i < bytes; i++) {
      copied[size - bytes + i] = (byte) (value >>> 8 * i);
    }
  }

  MemorySegment bytes() {
    return size == 0 ? shared : MemorySegment.ofArray(Arrays.copyOf(copied, size));
  }

  private void unshare(long offset) throws MalformedMessage {
    MemorySegment first = shared;
    if (first.byteSize() > 0) {
      shared = MemorySegment.NULL;
      grow(first.byteSize(), offset);
      MemorySegment.copy(first, ValueLayout.JAVA_BYTE, 0, copied, 0, size);
    }
  }

  private void grow(long more, long offset) throws MalformedMessage {
    if (size + more > Math.min(MOST_COPIED, most * type.storedBytes())) {
      throw new MalformedMessage(
          offset,
          "a tensor has more elements than its shape, or more than %d bytes of them outside raw_data"
              .formatted(MOST_COPIED));
    }
    size += (int) more;
    if (size > copied.length) {
      copied = Arrays.copyOf(copied, Math.min(MOST_COPIED, Math.max(64, 2 * size)));
    }
  }
}
