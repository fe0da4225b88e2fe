package dev.whittle.bench.suite;

import dev.whittle.bench.Median;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tasks measured in turns: in each round every task runs alone for a block, after a pause in which
 * the threads of the one before may fall asleep; the order is turned around from round to round.
 * What disturbs the machine for longer than a round disturbs all tasks, so the ratio of two medians
 * of one round is steadier than either.
 */
final class Turns {
  private static final long PAUSE_MILLIS = 20;
  private static final int BLOCK = 20;
  private static final long SHORTEST_BLOCK = TimeUnit.MILLISECONDS.toNanos(50);
  private static final double LONG_RUN = 100e6;
  private static final int FEWEST = 4;

  private final List<Runnable> tasks;
  private final List<List<Double>> medians = new ArrayList<>();

  Turns(List<Runnable> tasks) {
    this.tasks = tasks;
    tasks.forEach(task -> medians.add(new ArrayList<>()));
  }

  /** The rounds in which a task runs about {@code runs} times. */
  static int rounds(int runs) {
    return Math.max(1, Math.ceilDiv(runs, BLOCK));
  }

  /** One more block for every task. */
  void round() {
    boolean isReversed = medians.getFirst().size() % 2 == 1;
    for (int i = 0; i < tasks.size(); i++) {
      int task = isReversed ? tasks.size() - 1 - i : i;
      pause();
      medians.get(task).add(block(tasks.get(task)));
    }
  }

  /** The median of a task's rounds, in nanoseconds. */
  double median(int task) {
    return Median.of(medians.get(task));
  }

  /** How many times the time of {@code other} a task took, in each round; sorted. */
  double[] ratios(int task, int other) {
    double[] ratios = new double[medians.get(task).size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = medians.get(task).get(i) / medians.get(other).get(i);
    }
    Arrays.sort(ratios);
    return ratios;
  }

  /**
   * The median of a block of at least {@value #BLOCK} runs and 50 ms; of fewer runs, at least
   * {@value #FEWEST}, when the block takes two seconds.
   */
  private static double block(Runnable task) {
    List<Double> nanoseconds = new ArrayList<>();
    double total = 0;
    while (nanoseconds.size() < BLOCK && (nanoseconds.size() < FEWEST || total < BLOCK * LONG_RUN)
        || total < SHORTEST_BLOCK) {
      long start = System.nanoTime();
      task.run();
      double took = System.nanoTime() - start;
      nanoseconds.add(took);
      total += took;
    }
    return Median.of(nanoseconds);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
