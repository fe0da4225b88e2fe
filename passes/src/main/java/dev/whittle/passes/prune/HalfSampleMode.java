package dev.whittle.passes.prune;

import java.util.Arrays;

/** Where numbers are densest, without a width of bins (Bickel and Frühwirth 2006). */
final class HalfSampleMode {
  private HalfSampleMode() {}

  /**
   * The mode: again and again the shortest interval that holds half of what is left.
   *
   * @param numbers one at least
   */
  static double of(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int from = 0;
    int count = sorted.length;
    while (count > 2) {
      int half = (count + 1) / 2;
      int best = from;
      for (int at = from; at + half <= from + count; at++) {
        if (sorted[at + half - 1] - sorted[at] < sorted[best + half - 1] - sorted[best]) {
          best = at;
        }
      }
      from = best;
      count = half;
    }
    return (sorted[from] + sorted[from + count - 1]) / 2;
  }
}
