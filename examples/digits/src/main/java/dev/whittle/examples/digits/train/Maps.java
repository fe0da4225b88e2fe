package dev.whittle.examples.digits.train;

/**
 * Square planes of numbers for several pictures at once. The numbers of all pictures at one place
 * lie together, so that every inner loop runs over contiguous floats.
 */
record Maps(int channels, int size, float[] values) {
  /** Pictures that go through together. */
  static final int PICTURES = 32;

  static Maps zeros(int channels, int size) {
    return new Maps(channels, size, new float[channels * size * size * PICTURES]);
  }

  /** Where the numbers of row {@code y} begin, from column {@code x} on. */
  int at(int channel, int y, int x) {
    return ((channel * size + y) * size + x) * PICTURES;
  }
}
