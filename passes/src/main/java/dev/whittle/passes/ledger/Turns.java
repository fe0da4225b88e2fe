package dev.whittle.passes.ledger;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** Takes times in turns, so that what slows the machine down for a while slows everything down. */
public final class Turns {
  private Turns() {}

  /**
   * The median time of each contestant over {@code rounds} in which each has its turn, another one
   * first in each round.
   *
   * @param time runs a contestant once and says how long it took
   * @param afterRound called with the number of each round
   */
  public static double[] medians(
      int contestants, int rounds, IntToDoubleFunction time, Round afterRound) {
    return Arrays.stream(times(contestants, rounds, time, afterRound))
        .mapToDouble(Turns::median)
        .toArray();
  }

  /** The same with the least times: what others do on the machine meanwhile adds to medians. */
  public static double[] least(int contestants, int rounds, IntToDoubleFunction time) {
    return Arrays.stream(times(contestants, rounds, time, round -> {}))
        .mapToDouble(times -> Arrays.stream(times).min().orElseThrow())
        .toArray();
  }

  private static double[][] times(
      int contestants, int rounds, IntToDoubleFunction time, Round afterRound) {
    double[][] times = new double[contestants][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < contestants; i++) {
        int at = (i + round) % contestants;
        times[at][round] = time.applyAsDouble(at);
      }
      afterRound.ended(round);
    }
    return times;
  }

  /** What happens between rounds. */
  @FunctionalInterface
  public interface Round {
    void ended(int round);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
