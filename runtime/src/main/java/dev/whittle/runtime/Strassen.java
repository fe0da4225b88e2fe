package dev.whittle.runtime;

import java.util.Arrays;

/**
 * Strassen's product of two matrices that are cut into quarters, by 7 products of quarters instead
 * of 8, in Winograd's form of 15 sums (Strassen, Gaussian Elimination is not Optimal, 1969; for
 * convolutions Cong and Xiao, Minimizing Computation in Convolutional Neural Networks, 2014): for
 * kernels of a single tap, whose convolution is such a product. The quarters of the weight are
 * those of the first and second half of its outputs and inputs; the values are the 7 combinations
 * of them that are factors.
 */
public record Strassen() implements KernelTransform {
  private static final int PRODUCTS = 7;

  private static final double[][] FACTORS = {
    {1, 0, 0, 0},
    {0, 1, 0, 0},
    {1, 1, -1, -1},
    {0, 0, 0, 1},
    {0, 0, 1, 1},
    {-1, 0, 1, 1},
    {1, 0, -1, 0}
  };

  @Override
  public String text() {
    return "strassen";
  }

  @Override
  public int parts() {
    return 2;
  }

  @Override
  public boolean fits(int... kernel) {
    return kernel.length > 0 && Arrays.stream(kernel).allMatch(size -> size == 1);
  }

  @Override
  public int[] values(int... kernel) {
    int[] values = kernel.clone();
    values[0] = PRODUCTS;
    return values;
  }

  @Override
  public double[][] matrix(int... kernel) {
    double[][] matrix = new double[PRODUCTS][];
    for (int i = 0; i < PRODUCTS; i++) {
      matrix[i] = FACTORS[i].clone();
    }
    return matrix;
  }

  /** A value serves one position of each half. */
  @Override
  public int[] tile(int... kernel) {
    int[] tile = kernel.clone();
    tile[tile.length - 1] = parts();
    return tile;
  }
}
