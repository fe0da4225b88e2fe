package dev.whittle.bench.suite;

/** How far two engines' answers are apart. */
final class Agreement {
  private Agreement() {}

  /**
   * The largest difference to the largest magnitude of {@code theirs}; infinite when the answers
   * differ in length, NaN when one of them is NaN somewhere.
   */
  static double difference(float[] ours, float[] theirs) {
    if (ours.length != theirs.length) {
      return Double.POSITIVE_INFINITY;
    }
    double difference = 0;
    double largest = 0;
    for (int i = 0; i < ours.length; i++) {
      difference = Math.max(difference, Math.abs((double) ours[i] - theirs[i]));
      largest = Math.max(largest, Math.abs(theirs[i]));
    }
    return difference / largest;
  }
}
