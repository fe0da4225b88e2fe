package dev.whittle.passes;

/**
 * The machine a plan is made for.
 *
 * @param lanes floats in a vector register: 16, 8, 4, or 1 for scalar loops
 * @param threads workers that share a step
 */
public record Target(int lanes, int threads) {
  public Target {
    if (Integer.bitCount(lanes) != 1 || lanes > 64 || threads < 1) {
      throw new IllegalArgumentException(
          "no target has %d lanes, %d threads".formatted(lanes, threads));
    }
  }
}
