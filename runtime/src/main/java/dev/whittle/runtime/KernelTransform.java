package dev.whittle.runtime;

import java.util.List;

/**
 * A linear map of the taps of every kernel of a convolution's weight {@code [O, I, taps…]}, done
 * when the weight is packed: a {@link Layout} then lays out {@code [O, I, values…]}.
 */
public sealed interface KernelTransform permits Winograd, Fourier {
  /** All there are. */
  List<KernelTransform> ALL =
      List.of(
          new Winograd(2, 3),
          new Winograd(4, 3),
          new Winograd(6, 3),
          new Fourier(8),
          new Fourier(16),
          new Fourier(32));

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
    for (KernelTransform transform : ALL) {
      if (transform.text().equals(text)) {
        return transform;
      }
    }
    throw new IllegalArgumentException("no transform of kernels is called " + text);
  }
}
