package dev.whittle.runtime.picture;

/**
 * Resizes with a triangle filter that widens when it shrinks, so that no pixel is left out: the
 * {@code BILINEAR} of Pillow to the bit (columns first, then rows, 22-bit weights, rounding to 8
 * bits in between), which is what most networks were trained with.
 */
final class Resampler {
  private static final int PRECISION = 22;
  private static final int CHANNELS = Picture.CHANNELS;

  /** For each output position the first input, the number of inputs, and their weights. */
  private record Filter(int[] first, int[] count, int[][] weights) {}

  private Resampler() {}

  /**
   * A window of the picture resized to {@code width × height}, equal to resizing all and cutting
   * out.
   *
   * @return {@code windowHeight × windowWidth} pixels of three bytes
   */
  static byte[] resize(
      Picture picture, int width, int height, int x, int y, int windowWidth, int windowHeight) {
    if (width == picture.width() && height == picture.height()) {
      return cut(picture, x, y, windowWidth, windowHeight);
    }
    Filter columns = filter(picture.width(), width, x, windowWidth);
    Filter rows = filter(picture.height(), height, y, windowHeight);
    int firstRow = rows.first()[0];
    int last = windowHeight - 1;
    int endRow = rows.first()[last] + rows.count()[last];
    byte[] narrow = new byte[CHANNELS * windowWidth * (endRow - firstRow)];
    int stride = CHANNELS * picture.width();
    for (int row = firstRow; row < endRow; row++) {
      int at = CHANNELS * windowWidth * (row - firstRow);
      for (int column = 0; column < windowWidth; column++) {
        int from = stride * row + CHANNELS * columns.first()[column];
        for (int c = 0; c < CHANNELS; c++) {
          narrow[at++] = sum(picture.rgb(), from + c, CHANNELS, columns, column);
        }
      }
    }
    byte[] result = new byte[CHANNELS * windowWidth * windowHeight];
    int narrowStride = CHANNELS * windowWidth;
    for (int row = 0, at = 0; row < windowHeight; row++) {
      int from = narrowStride * (rows.first()[row] - firstRow);
      for (int i = 0; i < narrowStride; i++) {
        result[at++] = sum(narrow, from + i, narrowStride, rows, row);
      }
    }
    return result;
  }

  private static byte[] cut(Picture picture, int x, int y, int width, int height) {
    byte[] result = new byte[CHANNELS * width * height];
    for (int row = 0; row < height; row++) {
      int from = CHANNELS * ((y + row) * picture.width() + x);
      System.arraycopy(picture.rgb(), from, result, CHANNELS * width * row, CHANNELS * width);
    }
    return result;
  }

  private static byte sum(byte[] source, int from, int stride, Filter filter, int position) {
    int[] weights = filter.weights()[position];
    int sum = 1 << PRECISION - 1;
    for (int i = 0, at = from; i < weights.length; i++, at += stride) {
      sum += (source[at] & 0xff) * weights[i];
    }
    return (byte) Math.clamp(sum >> PRECISION, 0, 255);
  }

  private static Filter filter(int inputs, int outputs, int from, int length) {
    double scale = (double) inputs / outputs;
    double support = Math.max(scale, 1);
    int[] first = new int[length];
    int[] count = new int[length];
    int[][] weights = new int[length][];
    for (int i = 0; i < length; i++) {
      double centre = (from + i + 0.5) * scale;
      first[i] = inputs == outputs ? from + i : Math.max(0, (int) (centre - support + 0.5));
      int end = inputs == outputs ? from + i + 1 : Math.min(inputs, (int) (centre + support + 0.5));
      count[i] = end - first[i];
      weights[i] = weights(first[i] - centre + 0.5, 1 / support, count[i]);
    }
    return new Filter(first, count, weights);
  }

  private static int[] weights(double start, double step, int count) {
    double[] exact = new double[count];
    double total = 0;
    for (int i = 0; i < count; i++) {
      exact[i] = Math.max(0, 1 - Math.abs((start + i) * step));
      total += exact[i];
    }
    int[] weights = new int[count];
    for (int i = 0; i < count; i++) {
      double share = total == 0 ? 0 : exact[i] / total;
      weights[i] = (int) (0.5 + share * (1 << PRECISION));
    }
    return weights;
  }
}
