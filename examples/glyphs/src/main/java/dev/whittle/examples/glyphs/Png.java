package dev.whittle.examples.glyphs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.Adler32;
import java.util.zip.CRC32;

/** Writes eight-bit RGB pictures as PNG. */
final class Png {
  private Png() {}

  static byte[] encode(Picture picture) {
    int width = picture.width();
    int height = picture.height();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    byte[] format = {8, 2, 0, 0, 0};
    chunk(out, "IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put(format).array());
    int stride = 3 * width;
    byte[] rows = new byte[height * (stride + 1)];
    for (int y = 0; y < height; y++) {
      System.arraycopy(picture.rgb(), y * stride, rows, y * (stride + 1) + 1, stride);
    }
    chunk(out, "IDAT", compress(rows, stride + 1));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static byte[] compress(byte[] rows, int stride) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x78, 0x01});
    out.writeBytes(Deflate.encode(rows, 3, stride));
    Adler32 sum = new Adler32();
    sum.update(rows);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(name);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }
}
