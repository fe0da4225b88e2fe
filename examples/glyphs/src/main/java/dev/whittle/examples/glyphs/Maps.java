package dev.whittle.examples.glyphs;

/** Square feature maps of one picture, channel by channel, row by row. */
record Maps(int channels, int size, float[] values) {
  /** The network's input: channels first, pixels of 0 to 255 become −1 to 1. */
  static Maps of(Picture picture) {
    int size = picture.width();
    float[] values = new float[3 * size * size];
    for (int i = 0; i < values.length; i++) {
      int pixel = picture.rgb()[i % (size * size) * 3 + i / (size * size)] & 0xff;
      values[i] = (pixel / 255f - 0.5f) / 0.5f;
    }
    return new Maps(3, size, values);
  }

  /** These maps with {@code width} rows and columns of zeros on every side. */
  Maps pad(int width) {
    int wide = size + 2 * width;
    float[] out = new float[channels * wide * wide];
    for (int row = 0; row < channels * size; row++) {
      int target = (row / size * wide + row % size + width) * wide + width;
      System.arraycopy(values, row * size, out, target, size);
    }
    return new Maps(channels, wide, out);
  }

  Maps relu() {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.max(values[i], 0);
    }
    return new Maps(channels, size, out);
  }

  Maps plus(Maps other) {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i] + other.values[i];
    }
    return new Maps(channels, size, out);
  }

  /** These maps followed by the channels of {@code other}. */
  Maps concat(Maps other) {
    float[] out = java.util.Arrays.copyOf(values, values.length + other.values.length);
    System.arraycopy(other.values, 0, out, values.length, other.values.length);
    return new Maps(channels + other.channels, size, out);
  }

  /** Maximum over windows of 2 by 2. */
  Maps pool() {
    int half = size / 2;
    float[] out = new float[channels * half * half];
    for (int i = 0; i < out.length; i++) {
      int at = (i / half * 2) * size + i % half * 2;
      out[i] =
          Math.max(
              Math.max(values[at], values[at + 1]),
              Math.max(values[at + size], values[at + size + 1]));
    }
    return new Maps(channels, half, out);
  }
}
