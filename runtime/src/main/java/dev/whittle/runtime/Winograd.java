package dev.whittle.runtime;

import java.util.Arrays;

/**
 * The minimal filtering algorithm F(m, r) of Winograd: {@code m} neighbouring outputs of a filter
 * of {@code r} taps by {@code n = m + r - 1} products, {@code y = A ((G g) * (B d))}, nested for
 * kernels of two axes (Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015). An
 * axis of one tap stays as it is.
 *
 * <p>The matrices come from interpolation at {@code n - 1} points and infinity, in exact fractions.
 *
 * @param outputs m: 2, 4 or 6
 * @param taps r: 3
 */
public record Winograd(int outputs, int taps) implements KernelTransform {
  private static final Fraction ZERO = new Fraction(0, 1);
  private static final Fraction ONE = new Fraction(1, 1);

  /** Small, and in pairs of opposite sign, whose transforms share half of their terms. */
  private static final Fraction[] POINTS = {
    ZERO,
    ONE,
    new Fraction(-1, 1),
    new Fraction(2, 1),
    new Fraction(-2, 1),
    new Fraction(1, 2),
    new Fraction(-1, 2)
  };

  /** A number in lowest terms; the denominator is positive. */
  public record Fraction(long numerator, long denominator) {
    public Fraction {
      long divisor = divisor(Math.abs(numerator), Math.abs(denominator));
      divisor = denominator < 0 ? -divisor : divisor;
      numerator /= divisor;
      denominator /= divisor;
    }

    public Fraction minus(Fraction other) {
      return new Fraction(
          numerator * other.denominator - other.numerator * denominator,
          denominator * other.denominator);
    }

    public Fraction times(Fraction other) {
      return new Fraction(numerator * other.numerator, denominator * other.denominator);
    }

    public double value() {
      return (double) numerator / denominator;
    }

    private Fraction inverse() {
      return new Fraction(denominator, numerator);
    }

    private static long divisor(long a, long b) {
      return b == 0 ? a : divisor(b, a % b);
    }
  }

  public Winograd {
    if (taps != 3 || outputs != 2 && outputs != 4 && outputs != 6) {
      throw new IllegalArgumentException("no winograd(" + outputs + "," + taps + ")");
    }
  }

  @Override
  public String text() {
    return "winograd(" + outputs + "," + taps + ")";
  }

  /** n: the inputs of a tile along an axis, and its products. */
  public int products() {
    return outputs + taps - 1;
  }

  /** A, a row for each output: powers of the points. */
  public Fraction[][] outputMatrix() {
    Fraction[][] matrix = new Fraction[outputs][products()];
    for (int j = 0; j < products(); j++) {
      Fraction[] powers = powers(j, outputs);
      for (int i = 0; i < outputs; i++) {
        matrix[i][j] = powers[i];
      }
    }
    return matrix;
  }

  /** B, a row for each product: the polynomial whose roots are the other points. */
  public Fraction[][] inputMatrix() {
    int count = products();
    Fraction[][] matrix = new Fraction[count][count];
    for (int j = 0; j < count; j++) {
      Fraction[] row = matrix[j];
      Arrays.fill(row, ZERO);
      row[0] = ONE;
      for (int l = 0; l < count - 1; l++) {
        for (int k = count - 1; k >= 0 && l != j; k--) {
          row[k] = (k == 0 ? ZERO : row[k - 1]).minus(POINTS[l].times(row[k]));
        }
      }
    }
    return matrix;
  }

  /** G, a row for each product: powers of its point over the product of distances to the others. */
  public Fraction[][] kernelMatrix() {
    int points = products() - 1;
    Fraction[][] matrix = new Fraction[points + 1][];
    for (int j = 0; j <= points; j++) {
      matrix[j] = powers(j, taps);
      Fraction distances = ONE;
      for (int l = 0; l < points; l++) {
        distances = l == j || j == points ? distances : distances.times(POINTS[j].minus(POINTS[l]));
      }
      for (int k = 0; k < taps; k++) {
        matrix[j][k] = matrix[j][k].times(distances.inverse());
      }
    }
    return matrix;
  }

  /** The first powers of point {@code j}; at infinity only the highest counts. */
  private Fraction[] powers(int j, int count) {
    Fraction[] powers = new Fraction[count];
    boolean isInfinity = j == products() - 1;
    for (int i = 0; i < count; i++) {
      if (isInfinity) {
        powers[i] = i == count - 1 ? ONE : ZERO;
      } else {
        powers[i] = i == 0 ? ONE : powers[i - 1].times(POINTS[j]);
      }
    }
    return powers;
  }

  @Override
  public boolean fits(int... kernel) {
    boolean isAny = false;
    for (int size : kernel) {
      if (size != 1 && size != taps) {
        return false;
      }
      isAny |= size == taps;
    }
    return isAny;
  }

  @Override
  public int[] values(int... kernel) {
    int[] values = kernel.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = kernel[i] == 1 ? 1 : products();
    }
    return values;
  }

  @Override
  public double[][] matrix(int... kernel) {
    double[][] matrix = {{1}};
    for (int size : kernel) {
      matrix = size == 1 ? matrix : nested(matrix, kernelMatrix());
    }
    return matrix;
  }

  private static double[][] nested(double[][] outer, Fraction[][] inner) {
    int rows = inner.length;
    int columns = inner[0].length;
    double[][] nested = new double[outer.length * rows][outer[0].length * columns];
    for (int i = 0; i < nested.length; i++) {
      for (int k = 0; k < nested[i].length; k++) {
        nested[i][k] = outer[i / rows][k / columns] * inner[i % rows][k % columns].value();
      }
    }
    return nested;
  }
}
