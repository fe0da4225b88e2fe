package dev.whittle.passes.linear;

/** Products of matrices, in loops that the JIT turns into vector code. */
final class Product {
  private static final int DEPTH = 128;
  private static final int WIDTH = 512;

  private Product() {}

  /** {@code a · b}, an m x k by a k x n matrix; sums are in the order of k, whatever the sizes. */
  static double[] of(int m, int k, int n, double[] a, double[] b) {
    double[] c = new double[Math.multiplyExact(m, n)];
    for (int column = 0; column < n; column += WIDTH) {
      int width = Math.min(WIDTH, n - column);
      for (int depth = 0; depth < k; depth += DEPTH) {
        int end = Math.min(k, depth + DEPTH);
        for (int row = 0; row < m; row++) {
          int p = depth;
          for (; p + 3 < end; p += 4) {
            four(a, row * k + p, b, p * n + column, n, c, row * n + column, width);
          }
          for (; p < end; p++) {
            one(a[row * k + p], b, p * n + column, c, row * n + column, width);
          }
        }
      }
    }
    return c;
  }

  private static void four(
      double[] a, int at, double[] b, int from, int stride, double[] c, int to, int width) {
    double a0 = a[at];
    double a1 = a[at + 1];
    double a2 = a[at + 2];
    double a3 = a[at + 3];
    int b1 = from + stride;
    int b2 = b1 + stride;
    int b3 = b2 + stride;
    for (int i = 0; i < width; i++) {
      c[to + i] =
          Math.fma(
              a3,
              b[b3 + i],
              Math.fma(
                  a2, b[b2 + i], Math.fma(a1, b[b1 + i], Math.fma(a0, b[from + i], c[to + i]))));
    }
  }

  private static void one(double a, double[] b, int from, double[] c, int to, int width) {
    for (int i = 0; i < width; i++) {
      c[to + i] = Math.fma(a, b[from + i], c[to + i]);
    }
  }
}
