package dev.whittle.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two contenders in turns: each round times one for a while, then the other, the order swapped
 * every round, and takes the median of each. What disturbs the machine for longer than a round
 * disturbs both, so the ratio of a round's medians is steadier than either.
 */
final class Duel {
  private static final long ROUND_NANOS = 300_000_000L;
  private static final int FEWEST = 5;

  private final Contender ours;
  private final Contender theirs;

  Duel(Contender ours, Contender theirs) {
    this.ours = ours;
    this.theirs = theirs;
  }

  /** Medians in milliseconds and their ratio, ours to theirs: below 1 we are faster. */
  record Round(double ours, double theirs) {
    double ratio() {
      return ours / theirs;
    }
  }

  /**
   * The duel's outcome.
   *
   * @param ours median over rounds of the round's median, in milliseconds
   * @param theirs the same
   * @param ratio median over rounds of the round's ratio
   * @param low the ratio that a quarter of the rounds stay below
   * @param high the ratio that a quarter of the rounds exceed
   */
  record Outcome(double ours, double theirs, double ratio, double low, double high) {}

  Outcome fight(double warmUpSeconds, int rounds) {
    warmUp(ours, warmUpSeconds);
    warmUp(theirs, Math.min(warmUpSeconds, 2));
    List<Round> results = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      boolean isOurTurn = i % 2 == 0;
      double first = median(isOurTurn ? ours : theirs);
      double second = median(isOurTurn ? theirs : ours);
      results.add(isOurTurn ? new Round(first, second) : new Round(second, first));
    }
    double[] ratios = results.stream().mapToDouble(Round::ratio).sorted().toArray();
    return new Outcome(
        middle(results.stream().mapToDouble(Round::ours).toArray()),
        middle(results.stream().mapToDouble(Round::theirs).toArray()),
        middle(ratios),
        ratios[ratios.length / 4],
        ratios[3 * ratios.length / 4]);
  }

  private static void warmUp(Contender contender, double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    do {
      contender.run();
    } while (System.nanoTime() < end);
  }

  private static double median(Contender contender) {
    long end = System.nanoTime() + ROUND_NANOS;
    List<Double> milliseconds = new ArrayList<>();
    while (milliseconds.size() < FEWEST || System.nanoTime() < end) {
      long start = System.nanoTime();
      contender.run();
      milliseconds.add((System.nanoTime() - start) / 1e6);
    }
    return middle(milliseconds.stream().mapToDouble(Double::doubleValue).toArray());
  }

  static double middle(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
