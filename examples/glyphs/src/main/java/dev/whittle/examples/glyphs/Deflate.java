package dev.whittle.examples.glyphs;

import java.io.ByteArrayOutputStream;

/**
 * Compresses picture rows in the deflate format (RFC 1951) with the fixed code and two distances:
 * the pixel to the left and the row above. Unlike the JDK's compressor it gives the same bytes
 * everywhere.
 */
final class Deflate {
  private static final int MIN_MATCH = 4;
  private static final int MAX_MATCH = 258;
  private static final int END = 256;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int bits;
  private int bitCount;

  private Deflate() {}

  /**
   * @param pixel bytes of a pixel
   * @param row bytes of a row
   */
  static byte[] encode(byte[] data, int pixel, int row) {
    Deflate deflate = new Deflate();
    deflate.put(0b011, 3);
    int at = 0;
    while (at < data.length) {
      int left = matchLength(data, at, pixel);
      int above = matchLength(data, at, row);
      if (Math.max(left, above) < MIN_MATCH) {
        deflate.putSymbol(data[at++] & 0xff);
      } else {
        deflate.putMatch(Math.max(left, above), above > left ? row : pixel);
        at += Math.max(left, above);
      }
    }
    deflate.putSymbol(END);
    deflate.put(0, 7);
    return deflate.out.toByteArray();
  }

  private static int matchLength(byte[] data, int at, int distance) {
    int length = 0;
    while (distance <= at
        && length < MAX_MATCH
        && at + length < data.length
        && data[at + length] == data[at + length - distance]) {
      length++;
    }
    return length;
  }

  private void putMatch(int length, int distance) {
    int rest = length - 3;
    int extra = rest < 8 ? 0 : 29 - Integer.numberOfLeadingZeros(rest);
    if (length == MAX_MATCH) {
      putSymbol(285);
    } else {
      putSymbol(257 + 4 * extra + (rest >> extra));
      put(rest & (1 << extra) - 1, extra);
    }
    int back = distance - 1;
    int wide = back < 4 ? 0 : 30 - Integer.numberOfLeadingZeros(back);
    putCode(2 * wide + (back >> wide), 5);
    put(back & (1 << wide) - 1, wide);
  }

  private void putSymbol(int symbol) {
    if (symbol < 144) {
      putCode(0x30 + symbol, 8);
    } else if (symbol < 256) {
      putCode(0x190 + symbol - 144, 9);
    } else if (symbol < 280) {
      putCode(symbol - 256, 7);
    } else {
      putCode(0xc0 + symbol - 280, 8);
    }
  }

  private void putCode(int code, int count) {
    put(Integer.reverse(code) >>> 32 - count, count);
  }

  private void put(int value, int count) {
    bits |= value << bitCount;
    bitCount += count;
    while (bitCount >= 8) {
      out.write(bits);
      bits >>>= 8;
      bitCount -= 8;
    }
  }
}
