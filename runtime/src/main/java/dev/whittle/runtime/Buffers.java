package dev.whittle.runtime;

/** Arrays that kernels read by vectors. */
final class Buffers {
  /** Shorter arrays are not worth the memory. */
  static final int WORTHWHILE = 64 << 10;

  private Buffers() {}

  /** Zeros, so many floats at least. */
  static float[] of(int floats) {
    return new float[floats < WORTHWHILE ? floats : Math.max(floats, Plan.LARGE)];
  }
}
