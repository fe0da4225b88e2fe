package dev.whittle.cli.tensor;

import dev.whittle.cli.UserError;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a {@code .npy} file says of the elements that follow: <a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">NumPy's format</a>,
 * versions 1 to 3.
 *
 * @param order of the bytes of an element
 * @param isFortran whether the first index varies fastest, not the last
 */
record NpyHeader(NpyType type, ByteOrder order, boolean isFortran, Shape shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LAST_VERSION = 3;
  private static final int ALIGNMENT = 64;

  /** NumPy itself reads no longer ones unasked. */
  private static final int MOST_TEXT = 10_000;

  /** The header of a tensor that is written: little-endian, the last index varying fastest. */
  static NpyHeader of(NpyType type, int... shape) {
    return new NpyHeader(type, ByteOrder.LITTLE_ENDIAN, false, Shape.of(shape));
  }

  /** True when {@code start} begins as every {@code .npy} file. */
  static boolean isStart(byte[] start) {
    return start.length >= MAGIC.length
        && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Reads a header and leaves the stream at the first element.
   *
   * @param where the file, for messages
   * @throws UserError when it is none
   */
  static NpyHeader read(InputStream in, String where) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (!isStart(start)) {
      throw UserError.data(
          where + ": not in NumPy's format: it does not start with \\x93NUMPY",
          "write it with numpy.save or numpy.savez");
    }
    if (start.length < MAGIC.length + 2) {
      throw truncated(where);
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > LAST_VERSION) {
      throw UserError.data(
          "%s: has version %d of NumPy's format, versions 1 to %d are read"
              .formatted(where, version & 0xff, LAST_VERSION),
          "");
    }
    int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
    byte[] size = Arrays.copyOf(in.readNBytes(lengthBytes), Integer.BYTES);
    int length = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (length < 0 || length > MOST_TEXT) {
      throw UserError.data(
          "%s: the header claims %s bytes, at most %d are read"
              .formatted(where, Integer.toUnsignedString(length), MOST_TEXT),
          "");
    }
    byte[] text = in.readNBytes(length);
    if (text.length < length) {
      throw truncated(where);
    }
    return new NpyHeaderParser(new String(text, StandardCharsets.UTF_8), where).parse();
  }

  /** The type of the tensor that the elements become. */
  TensorType tensorType() {
    return new TensorType(type.element(), shape);
  }

  /** Bytes of all elements in the file. */
  long bytes() {
    return Math.multiplyExact(shape.elementCount(), (long) type.bytes());
  }

  /** The header as version 1.0 writes it, padded to a multiple of 64 bytes. */
  byte[] encoded() {
    String text =
        "{'descr': '%s%s', 'fortran_order': %s, 'shape': %s, }"
            .formatted(mark(), type.code(), isFortran ? "True" : "False", tuple());
    int prefix = MAGIC.length + 2 + Short.BYTES;
    int length = Math.ceilDiv(prefix + text.length() + 1, ALIGNMENT) * ALIGNMENT - prefix;
    String padded = text + " ".repeat(length - text.length() - 1) + "\n";
    return ByteBuffer.allocate(prefix + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put(new byte[] {1, 0})
        .putShort((short) length)
        .put(padded.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  private char mark() {
    return type.bytes() == 1 ? '|' : order == ByteOrder.LITTLE_ENDIAN ? '<' : '>';
  }

  private String tuple() {
    String sizes =
        Arrays.stream(shape.sizes()).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    return "(" + sizes + (shape.rank() == 1 ? ",)" : ")");
  }

  private static UserError truncated(String where) {
    return UserError.data(where + ": ends within the header", "the file is cut off");
  }
}
