package dev.whittle.runtime.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How a camera was held: which way to turn a picture so that it stands upright.
 *
 * @param isTransposed whether rows and columns change places, before the two flips
 * @param isFlippedX whether left and right change places in the upright picture
 * @param isFlippedY whether top and bottom change places in the upright picture
 */
record Orientation(boolean isTransposed, boolean isFlippedX, boolean isFlippedY) {
  private static final int TAG = 0x0112;
  private static final int ENTRY = 12;
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  /** The orientation a JPEG or PNG file states, upright when it states none. */
  static Orientation of(byte[] bytes) {
    Optional<ByteBuffer> exif = JpegHeader.of(bytes).exif();
    return ofCode(exif.or(() -> pngExif(bytes)).map(Orientation::code).orElse(1));
  }

  /** The orientation of EXIF code 1 to 8; anything else is upright. */
  static Orientation ofCode(int code) {
    return switch (code) {
      case 2 -> new Orientation(false, true, false);
      case 3 -> new Orientation(false, true, true);
      case 4 -> new Orientation(false, false, true);
      case 5 -> new Orientation(true, false, false);
      case 6 -> new Orientation(true, true, false);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(true, false, true);
      default -> new Orientation(false, false, false);
    };
  }

  /** The picture upright. */
  Picture apply(Picture picture) {
    if (!isTransposed && !isFlippedX && !isFlippedY) {
      return picture;
    }
    int width = isTransposed ? picture.height() : picture.width();
    int height = isTransposed ? picture.width() : picture.height();
    byte[] source = picture.rgb();
    byte[] target = new byte[source.length];
    for (int y = 0, at = 0; y < height; y++) {
      int flippedY = isFlippedY ? height - 1 - y : y;
      for (int x = 0; x < width; x++, at += Picture.CHANNELS) {
        int flippedX = isFlippedX ? width - 1 - x : x;
        int row = isTransposed ? flippedX : flippedY;
        int column = isTransposed ? flippedY : flippedX;
        int from = Picture.CHANNELS * (row * picture.width() + column);
        target[at] = source[from];
        target[at + 1] = source[from + 1];
        target[at + 2] = source[from + 2];
      }
    }
    return new Picture(picture.name(), width, height, target);
  }

  private static int code(ByteBuffer tiff) {
    if (tiff.remaining() < 8) {
      return 1;
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = Integer.toUnsignedLong(tiff.getInt(4));
    if (directory > tiff.limit() - 2) {
      return 1;
    }
    int count = Short.toUnsignedInt(tiff.getShort((int) directory));
    for (int i = 0; i < count; i++) {
      long entry = directory + 2 + (long) ENTRY * i;
      if (entry + ENTRY > tiff.limit()) {
        return 1;
      }
      if (Short.toUnsignedInt(tiff.getShort((int) entry)) == TAG) {
        return Short.toUnsignedInt(tiff.getShort((int) entry + 8));
      }
    }
    return 1;
  }

  private static Optional<ByteBuffer> pngExif(byte[] bytes) {
    ByteBuffer png = ByteBuffer.wrap(bytes);
    if (bytes.length < PNG.length || !png.slice(0, PNG.length).equals(ByteBuffer.wrap(PNG))) {
      return Optional.empty();
    }
    int at = PNG.length;
    while (at + 12L <= bytes.length) {
      int length = png.getInt(at);
      String type = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
      if (length < 0 || at + 12L + length > bytes.length || type.equals("IDAT")) {
        return Optional.empty();
      }
      if (type.equals("eXIf")) {
        return Optional.of(png.slice(at + 8, length));
      }
      at += 12 + length;
    }
    return Optional.empty();
  }
}
