package dev.whittle.runtime.picture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the platform's reader does not tell about a JPEG file.
 *
 * @param components colour components, 0 when this is not a JPEG file
 * @param isAdobe whether it has Adobe's marker, so that 255 means no ink
 * @param isYcck whether three of four components are luma and chroma
 * @param exif the TIFF block of its EXIF segment
 */
record JpegHeader(int components, boolean isAdobe, boolean isYcck, Optional<ByteBuffer> exif) {
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
  private static final int ADOBE_TRANSFORM = 11;
  private static final int YCCK = 2;

  /** Reads the segments before the picture data; stops quietly where they make no sense. */
  static JpegHeader of(byte[] bytes) {
    int components = 0;
    boolean isAdobe = false;
    boolean isYcck = false;
    Optional<ByteBuffer> exif = Optional.empty();
    if (bytes.length < 4 || byteAt(bytes, 0) != 0xff || byteAt(bytes, 1) != 0xd8) {
      return new JpegHeader(0, false, false, exif);
    }
    int at = 2;
    while (at + 4 <= bytes.length && byteAt(bytes, at) == 0xff) {
      int marker = byteAt(bytes, at + 1);
      if (marker == 0xff) {
        at++;
        continue;
      }
      int length = byteAt(bytes, at + 2) << 8 | byteAt(bytes, at + 3);
      int start = at + 4;
      int end = at + 2 + length;
      if (marker == 0xda || length < 2 || end > bytes.length) {
        break;
      }
      if (isFrame(marker) && end - start >= 6) {
        components = byteAt(bytes, start + 5);
      } else if (marker == 0xe1 && exif.isEmpty() && startsWith(bytes, start, end, EXIF)) {
        int tiff = start + EXIF.length;
        exif = Optional.of(ByteBuffer.wrap(bytes, tiff, end - tiff).slice());
      } else if (marker == 0xee && startsWith(bytes, start, end, ADOBE)) {
        isAdobe = true;
        isYcck = start + ADOBE_TRANSFORM < end && byteAt(bytes, start + ADOBE_TRANSFORM) == YCCK;
      }
      at = end;
    }
    return new JpegHeader(components, isAdobe, isYcck, exif);
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static boolean startsWith(byte[] bytes, int start, int end, byte[] prefix) {
    if (end - start < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (bytes[start + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private static int byteAt(byte[] bytes, int index) {
    return bytes[index] & 0xff;
  }
}
