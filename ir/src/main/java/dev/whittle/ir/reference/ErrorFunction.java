package dev.whittle.ir.reference;

/**
 * The Gauss error function, by the series {@code 2/√π e^−x² Σ 2ⁿ x^(2n+1) / (1 · 3 · … (2n+1))},
 * whose terms have one sign (Abramowitz and Stegun 7.1.6).
 */
final class ErrorFunction {
  /** From here on the result rounds to 1. */
  private static final double SATURATED = 6;

  private ErrorFunction() {}

  static double of(double x) {
    if (Double.isNaN(x) || Math.abs(x) >= SATURATED) {
      return Math.signum(x);
    }
    double term = x;
    double sum = 0;
    for (int n = 1; sum + term != sum; n++) {
      sum += term;
      term *= 2 * x * x / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
