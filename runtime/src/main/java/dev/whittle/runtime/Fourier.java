package dev.whittle.runtime;

/**
 * The two-dimensional real discrete Fourier transform of kernels, zero-padded to {@code size} by
 * {@code size} taps, conjugated (a convolution layer correlates) and divided by {@code size *
 * size}, which the transform back leaves out.
 *
 * <p>It consists of {@code size * size} real numbers in pairs, laid out as the axes H (pairs) and W
 * (two numbers). With vertical frequency u and horizontal frequency v, both below {@code n = size},
 * the pairs are: the two real numbers (0, 0) and (n/2, 0); those of v = n/2; real and imaginary
 * parts of (u, 0) for u = 1 … n/2 - 1; of (u, n/2) likewise; then of (u, v) for v = 1 … n/2 - 1 and
 * all u, u inside. The rest follows from symmetry.
 *
 * @param size of a transform: 8, 16 or 32
 */
public record Fourier(int size) implements KernelTransform {
  public Fourier {
    if (size != 8 && size != 16 && size != 32) {
      throw new IllegalArgumentException("no fourier(" + size + ")");
    }
  }

  @Override
  public String text() {
    return "fourier(" + size + ")";
  }

  @Override
  public boolean fits(int... kernel) {
    return kernel.length == 2 && kernel[0] <= size && kernel[1] <= size;
  }

  @Override
  public int[] values(int... kernel) {
    return new int[] {size * size / 2, 2};
  }

  @Override
  public double[][] matrix(int... kernel) {
    double[][] matrix = new double[size * size][kernel[0] * kernel[1]];
    for (int pair = 0; 2 * pair < matrix.length; pair++) {
      for (int tap = 0; tap < matrix[0].length; tap++) {
        int row = tap / kernel[1];
        int column = tap % kernel[1];
        int turns = u(pair) * row + v(pair) * column;
        double angle = 2 * Math.PI * (turns % size) / size;
        boolean isReal = pair < 2;
        double other = 2 * Math.PI * ((turns + row * size / 2) % size) / size;
        matrix[2 * pair][tap] = Math.cos(angle) / (size * size);
        matrix[2 * pair + 1][tap] = (isReal ? Math.cos(other) : Math.sin(angle)) / (size * size);
      }
    }
    return matrix;
  }

  private int u(int pair) {
    int half = size / 2;
    if (pair < 2) {
      return 0;
    }
    return pair < size ? 1 + (pair - 2) % (half - 1) : pair % size;
  }

  private int v(int pair) {
    int half = size / 2;
    if (pair < 2) {
      return pair * half;
    }
    return pair < size ? (pair - 2) / (half - 1) * half : pair / size;
  }
}
