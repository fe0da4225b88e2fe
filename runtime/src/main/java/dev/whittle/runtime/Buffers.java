package dev.whittle.runtime;

/** Arrays that kernels read by vectors. */
final class Buffers {
  /**
   * Floats of an array to which the G1 collector gives regions of its own in heaps of up to 8 GB:
   * so it starts on a cache line and stays there, and no vector lies across two lines.
   */
  static final int LARGE = 512 << 10;

  /** Shorter arrays are not worth the memory. */
  static final int WORTHWHILE = 64 << 10;

  private Buffers() {}

  /** Zeros, so many floats at least. */
  static float[] of(int floats) {
    return new float[floats < WORTHWHILE ? floats : Math.max(floats, LARGE)];
  }
}
