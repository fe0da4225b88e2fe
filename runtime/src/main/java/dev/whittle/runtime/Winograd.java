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
    Fraction[] points = points();
    Fraction[][] matrix = new Fraction[count][count];
    for (int j = 0; j < count; j++) {
      Fraction[] row = matrix[j];
      Arrays.fill(row, ZERO);
      row[0] = ONE;
      for (int l = 0; l < count - 1; l++) {
        for (int k = count - 1; k >= 0 && l != j; k--) {
          row[k] = (k == 0 ? ZERO : row[k - 1]).minus(points[l].times(row[k]));
        }
      }
    }
    return matrix;
  }

  /** G, a row for each product: powers of its point over the product of distances to the others. */
  public Fraction[][] kernelMatrix() {
    int count = products();
    Fraction[] points = points();
    Fraction[][] matrix = new Fraction[count][];
    for (int j = 0; j < count; j++) {
      matrix[j] = powers(j, taps);
      Fraction distances = ONE;
      for (int l = 0; l < count - 1; l++) {
        distances =
            l == j || j == count - 1 ? distances : distances.times(points[j].minus(points[l]));
      }
      for (int k = 0; k < taps; k++) {
        matrix[j][k] = matrix[j][k].times(distances.inverse());
      }
    }
    return matrix;
  }

  /**
   * 0 and pairs of opposite sign, whose transforms share half of their terms: those for which
   * rounding came out least among short fractions.
   */
  private Fraction[] points() {
    return switch (outputs) {
      case 2 -> pairs(1, 1);
      case 4 -> pairs(3, 4, 3, 2);
      default -> pairs(1, 1, 2, 1, 1, 2);
    };
  }

  private static Fraction[] pairs(int... fractions) {
    Fraction[] points = new Fraction[fractions.length + 1];
    points[0] = ZERO;
    for (int i = 0; i < fractions.length; i += 2) {
      points[i + 1] = new Fraction(fractions[i], fractions[i + 1]);
      points[i + 2] = ZERO.minus(points[i + 1]);
    }
    return points;
  }

  /** The first powers of point {@code j}; at infinity only the highest counts. */
  private Fraction[] powers(int j, int count) {
    Fraction[] powers = new Fraction[count];
    Fraction[] points = points();
    boolean isInfinity = j == products() - 1;
    for (int i = 0; i < count; i++) {
      if (isInfinity) {
        powers[i] = i == count - 1 ? ONE : ZERO;
      } else {
        powers[i] = i == 0 ? ONE : powers[i - 1].times(points[j]);
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
