package dev.whittle.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one protocol buffer message in the wire format: each field is a varint of {@code number <<
 * 3 | wire type} and its value. Fields are written in the order of the calls. Memory given to it is
 * referred to, not copied, and so are messages: these must be complete.
 */
final class Protobuf {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;
  private static final int CHUNK = 1 << 16;

  private final List<MemorySegment> parts = new ArrayList<>();
  private ByteArrayOutputStream open = new ByteArrayOutputStream();
  private long closedSize;

  Protobuf integer(int field, long value) {
    varint((long) field << 3 | VARINT);
    varint(value);
    return this;
  }

  Protobuf number(int field, float value) {
    varint((long) field << 3 | FIXED_32);
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 0; shift < 32; shift += 8) {
      open.write(bits >>> shift);
    }
    return this;
  }

  Protobuf bytes(int field, MemorySegment value) {
    varint((long) field << 3 | LENGTH_DELIMITED);
    varint(value.byteSize());
    closePart();
    append(value);
    return this;
  }

  Protobuf text(int field, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    varint((long) field << 3 | LENGTH_DELIMITED);
    varint(bytes.length);
    open.writeBytes(bytes);
    return this;
  }

  Protobuf message(int field, Protobuf value) {
    varint((long) field << 3 | LENGTH_DELIMITED);
    varint(value.size());
    closePart();
    value.closePart();
    value.parts.forEach(this::append);
    return this;
  }

  /** Bytes written so far. */
  long size() {
    return closedSize + open.size();
  }

  void writeTo(OutputStream out) throws IOException {
    closePart();
    byte[] chunk = new byte[CHUNK];
    for (MemorySegment part : parts) {
      for (long at = 0; at < part.byteSize(); at += CHUNK) {
        int length = (int) Math.min(CHUNK, part.byteSize() - at);
        MemorySegment.copy(part, ValueLayout.JAVA_BYTE, at, chunk, 0, length);
        out.write(chunk, 0, length);
      }
    }
  }

  private void closePart() {
    if (open.size() > 0) {
      MemorySegment part = MemorySegment.ofArray(open.toByteArray());
      open = new ByteArrayOutputStream();
      append(part);
    }
  }

  private void append(MemorySegment part) {
    parts.add(part);
    closedSize += part.byteSize();
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      open.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    open.write((int) rest);
  }
}
