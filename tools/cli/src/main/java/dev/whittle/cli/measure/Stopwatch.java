package dev.whittle.cli.measure;

import dev.whittle.cli.output.Progress;

/** Times one task over and over. */
public final class Stopwatch {

  private Stopwatch() {}

  /** Runs {@code task} for {@code seconds}, at least once. */
  public static void warmUp(Runnable task, double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    do {
      task.run();
    } while (System.nanoTime() < end);
  }

  /** Times {@code runs} runs. */
  public static Latencies time(Runnable task, int runs, Progress progress) {
    long[] nanoseconds = new long[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      task.run();
      nanoseconds[i] = System.nanoTime() - start;
      progress.step();
    }
    return new Latencies(nanoseconds);
  }
}
