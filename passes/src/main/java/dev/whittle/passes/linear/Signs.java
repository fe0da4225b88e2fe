package dev.whittle.passes.linear;

/** Makes vectors that are known but for their sign the same everywhere. */
final class Signs {
  private Signs() {}

  /** Turns columns so that the largest element of each, the first of several, is positive. */
  static boolean[] fix(Matrix vectors) {
    boolean[] turned = new boolean[vectors.columns()];
    for (int column = 0; column < turned.length; column++) {
      double largest = 0;
      for (int row = 0; row < vectors.rows(); row++) {
        double value = vectors.get(row, column);
        largest = Math.abs(value) > Math.abs(largest) ? value : largest;
      }
      turned[column] = largest < 0;
    }
    turn(vectors, turned);
    return turned;
  }

  static void turn(Matrix vectors, boolean[] turned) {
    double[] values = vectors.values();
    for (int i = 0; i < values.length; i++) {
      if (turned[i % turned.length]) {
        values[i] = -values[i];
      }
    }
  }
}
