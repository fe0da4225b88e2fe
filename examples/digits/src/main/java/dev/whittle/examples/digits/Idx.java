package dev.whittle.examples.digits;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Labelled pictures in the format of MNIST: two gzipped files, one with the pixels, one with the
 * classes.
 *
 * @param size pixels on a side
 * @param pixels picture after picture, row by row; 0 is background, 255 ink
 * @param labels a class for each picture
 */
public record Idx(int size, byte[] pixels, byte[] labels) {
  private static final int PICTURES = 0x00000803;
  private static final int LABELS = 0x00000801;

  /**
   * Reads both files.
   *
   * @throws IOException when one cannot be read, is of another format, or they do not belong
   *     together
   */
  public static Idx read(Path images, Path labels) throws IOException {
    try (DataInputStream pixelData = open(images, PICTURES);
        DataInputStream labelData = open(labels, LABELS)) {
      int count = pixelData.readInt();
      int size = pixelData.readInt();
      if (pixelData.readInt() != size) {
        throw new IOException(images + ": the pictures are not square");
      }
      int labelCount = labelData.readInt();
      if (labelCount != count) {
        throw new IOException(
            "%s has %d pictures, %s has %d labels".formatted(images, count, labels, labelCount));
      }
      byte[] pixels = exactly(pixelData, Math.multiplyExact(count, size * size), images);
      return new Idx(size, pixels, exactly(labelData, count, labels));
    }
  }

  /** Pictures. */
  public int count() {
    return labels.length;
  }

  /** The pixels of one picture, row by row. */
  public byte[] picture(int index) {
    int area = size * size;
    return Arrays.copyOfRange(pixels, index * area, (index + 1) * area);
  }

  private static DataInputStream open(Path file, int expected) throws IOException {
    DataInputStream data =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(file), 1 << 16));
    int magic = data.readInt();
    if (magic != expected) {
      data.close();
      throw new IOException(
          "%s: expected an idx file of kind %08x, found %08x".formatted(file, expected, magic));
    }
    return data;
  }

  private static byte[] exactly(DataInputStream data, int length, Path file) throws IOException {
    byte[] bytes = data.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("%s: ends after %d of %d bytes".formatted(file, bytes.length, length));
    }
    return bytes;
  }
}
