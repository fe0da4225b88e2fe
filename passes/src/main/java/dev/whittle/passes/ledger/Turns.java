package dev.whittle.passes.ledger;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Takes times in turns, so that what slows the machine down for a while slows everything down. */
public final class Turns {
  /** Runs of a turn that count. */
  private static final int STRETCH = 50;

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

  /**
   * The median time of each contestant over {@code rounds}, where one that runs again and again is
   * faster than one just behind others that had the caches: turns are stretches of runs, of which
   * the first half does not count.
   *
   * @param afterTurns called when all had a turn, with the rounds that it counts for
   */
  public static double[] settled(
      int contestants, int rounds, IntToDoubleFunction time, Stretch afterTurns) {
    double[][] times = new double[contestants][rounds];
    for (int from = 0; from < rounds; from += STRETCH) {
      int to = Math.min(rounds, from + STRETCH);
      for (int i = 0; i < contestants; i++) {
        int at = (i + from / STRETCH) % contestants;
        settle(
            from,
            to,
            round -> time.applyAsDouble(at),
            round -> times[at][round] = time.applyAsDouble(at));
      }
      afterTurns.ended(from, to);
    }
    return Arrays.stream(times).mapToDouble(Turns::median).toArray();
  }

  /** A turn that counts for some rounds: as many runs that do not count, then those that do. */
  static void settle(int from, int to, IntConsumer uncounted, IntConsumer counted) {
    IntStream.range(from, to).forEach(uncounted);
    IntStream.range(from, to).forEach(counted);
  }

  /** What happens between turns. */
  @FunctionalInterface
  public interface Stretch {
    /** {@code from} to {@code to}, exclusive, are over. */
    void ended(int from, int to);
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
