package dev.whittle.runtime;

/**
 * A linear map of the taps of every kernel of a convolution's weight {@code [O, I, taps…]}, done
 * when the weight is packed: a {@link Layout} then lays out {@code [O, I, values…]}.
 */
public sealed interface KernelTransform permits Winograd {
  /** What a layout's text calls it, for example {@code winograd(4,3)}. */
  String text();

  /** Whether it takes kernels of this size. */
  boolean fits(int... kernel);

  /** How many values each axis has in the place of taps. */
  int[] values(int... kernel);

  /** The map: a row for each value, a column for each tap, both in row-major order. */
  double[][] matrix(int... kernel);

  /**
   * The transform that {@code text} names.
   *
   * @throws IllegalArgumentException when there is none
   */
  static KernelTransform parse(String text) {
    for (int outputs = 2; outputs <= 6; outputs += 2) {
      KernelTransform winograd = new Winograd(outputs, 3);
      if (winograd.text().equals(text)) {
        return winograd;
      }
    }
    throw new IllegalArgumentException("no transform of kernels is called " + text);
  }
}
