package dev.whittle.onnx.message;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads one protocol buffer message in the wire format, field by field: {@link #next()} moves to a
 * field, and one of the other methods takes its value. A value that is not taken is skipped. No
 * length is believed before it is compared with what is left, and nothing is read recursively.
 */
final class WireReader {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;
  private static final int MOST_SHIFT = 63;
  private static final int MOST_TEXT = 1 << 20;
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment bytes;
  private final long start;
  private final String message;
  private final Budget budget;
  private long at;
  private int field;
  private int wireType;
  private boolean isTaken = true;

  /**
   * @param start where in the file {@code bytes} begin
   * @param message what the message is called in complaints
   */
  WireReader(MemorySegment bytes, long start, String message, Budget budget) {
    this.bytes = bytes;
    this.start = start;
    this.message = message;
    this.budget = budget;
  }

  /** A reader of the same message from its start. */
  WireReader copy() {
    return new WireReader(bytes, start, message, budget);
  }

  /** Moves to the next field; false at the end of the message. */
  boolean next() throws MalformedMessage {
    if (!isTaken) {
      skip();
    }
    if (at == bytes.byteSize()) {
      return false;
    }
    long tag = rawVarint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (tag >>> 3 == 0 || tag >>> 3 > Integer.MAX_VALUE >>> 2) {
      throw problem("a field number expected, found " + (tag >>> 3));
    }
    isTaken = false;
    return true;
  }

  /** The number of the field. */
  int field() {
    return field;
  }

  long varint() throws MalformedMessage {
    take(VARINT, "an integer");
    budget.item(offset());
    return rawVarint();
  }

  float number() throws MalformedMessage {
    take(FIXED_32, "a 32-bit number");
    require(4);
    budget.item(offset());
    at += 4;
    return Float.intBitsToFloat(bytes.get(INT, at - 4));
  }

  /** The bytes of a length-delimited field, shared. */
  MemorySegment bytes() throws MalformedMessage {
    take(LENGTH_DELIMITED, "bytes");
    budget.item(offset());
    return rawBytes();
  }

  String text() throws MalformedMessage {
    MemorySegment text = bytes();
    if (text.byteSize() > MOST_TEXT) {
      throw problem(
          "a name of at most %d bytes expected, found %d".formatted(MOST_TEXT, text.byteSize()));
    }
    budget.text(offset(), text.byteSize());
    return new String(text.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  /** A reader of a message within this one. */
  WireReader message(String name) throws MalformedMessage {
    MemorySegment inner = bytes();
    return new WireReader(inner, offset() - inner.byteSize(), name, budget);
  }

  /** Adds a repeated integer field, packed or not, to {@code list}. */
  void integers(List<Long> list) throws MalformedMessage {
    if (wireType != LENGTH_DELIMITED) {
      list.add(varint());
      return;
    }
    WireReader packed = message(message);
    while (packed.at < packed.bytes.byteSize()) {
      budget.item(packed.offset());
      list.add(packed.rawVarint());
    }
  }

  /** Adds a repeated 32-bit number field, packed or not, to {@code list}. */
  void numbers(List<Float> list) throws MalformedMessage {
    if (wireType != LENGTH_DELIMITED) {
      list.add(number());
      return;
    }
    WireReader packed = message(message);
    while (packed.at < packed.bytes.byteSize()) {
      packed.require(4);
      budget.item(packed.offset());
      list.add(Float.intBitsToFloat(packed.bytes.get(INT, packed.at)));
      packed.at += 4;
    }
  }

  /** Adds the elements of a tensor's typed field, packed or not, to {@code elements}. */
  void elements(Elements elements) throws MalformedMessage {
    isTaken = true;
    if (wireType == LENGTH_DELIMITED) {
      MemorySegment packed = rawBytes();
      WireReader reader = new WireReader(packed, offset() - packed.byteSize(), message, budget);
      if (elements.storedBytes() > 0) {
        elements.addAll(packed, offset());
        return;
      }
      while (reader.at < packed.byteSize()) {
        elements.add(reader.rawVarint(), reader.offset());
      }
    } else if (wireType == VARINT && elements.storedBytes() == 0) {
      elements.add(rawVarint(), offset());
    } else if (wireType == FIXED_32 && elements.storedBytes() == 4) {
      advance(4);
      elements.addAll(bytes.asSlice(at - 4, 4), offset());
    } else if (wireType == FIXED_64 && elements.storedBytes() == 8) {
      advance(8);
      elements.addAll(bytes.asSlice(at - 8, 8), offset());
    } else {
      throw problem("elements expected in field %d, found wire type %d".formatted(field, wireType));
    }
  }

  MalformedMessage problem(String what) {
    return new MalformedMessage(offset(), "in %s: %s".formatted(message, what));
  }

  /** Where in the file the next byte is. */
  long offset() {
    return start + at;
  }

  private void take(int expected, String what) throws MalformedMessage {
    if (wireType != expected) {
      throw problem("%s expected in field %d, found wire type %d".formatted(what, field, wireType));
    }
    isTaken = true;
  }

  private void skip() throws MalformedMessage {
    isTaken = true;
    switch (wireType) {
      case VARINT -> rawVarint();
      case FIXED_64 -> advance(8);
      case LENGTH_DELIMITED -> rawBytes();
      case FIXED_32 -> advance(4);
      default ->
          throw problem(
              "wire type 0, 1, 2 or 5 expected in field %d, found %d".formatted(field, wireType));
    }
  }

  private MemorySegment rawBytes() throws MalformedMessage {
    long length = rawVarint();
    require(length);
    at += length;
    return bytes.asSlice(at - length, length);
  }

  private long rawVarint() throws MalformedMessage {
    long value = 0;
    for (int shift = 0; shift <= MOST_SHIFT; shift += 7) {
      require(1);
      byte next = bytes.get(ValueLayout.JAVA_BYTE, at++);
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw problem("an integer of at most 10 bytes expected");
  }

  private void advance(int length) throws MalformedMessage {
    require(length);
    at += length;
  }

  private void require(long length) throws MalformedMessage {
    if (length < 0 || length > bytes.byteSize() - at) {
      throw problem(
          "%s bytes expected, %d are left"
              .formatted(Long.toUnsignedString(length), bytes.byteSize() - at));
    }
  }
}
