package dev.whittle.runtime;

import java.util.List;

/**
 * A linear map of the taps of every kernel of a convolution's weight {@code [O, I, taps…]}, done
 * when the weight is packed: a {@link Layout} then lays out {@code [O, I, values…]}. It may take
 * several kernels together: those of the same place in equal {@link #parts} of the channels.
 */
public sealed interface KernelTransform permits Winograd, Fourier, Strassen {
  /** All there are. */
  List<KernelTransform> ALL =
      List.of(
          new Winograd(2, 3),
          new Winograd(4, 3),
          new Winograd(6, 3),
          new Fourier(8),
          new Fourier(16),
          new Fourier(32),
          new Strassen());

  /** What a layout's text calls it, for example {@code winograd(4,3)}. */
  String text();

  /** Whether it takes kernels of this size. */
  boolean fits(int... kernel);

  /** How many values each axis has in the place of taps. */
  int[] values(int... kernel);

  /**
   * The map: a row for each value, a column for each tap, both in row-major order; taps of several
   * kernels follow each other by the part of their output, then of their input.
   */
  double[][] matrix(int... kernel);

  /** Into how many equal parts the outputs are cut, and the inputs. */
  default int parts() {
    return 1;
  }

  /** How many neighbouring results along each axis a value serves at once. */
  default int[] tile(int... kernel) {
    int[] tile = values(kernel);
    for (int i = 0; i < tile.length; i++) {
      tile[i] = Math.max(1, tile[i] - kernel[i] + 1);
    }
    return tile;
  }

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
