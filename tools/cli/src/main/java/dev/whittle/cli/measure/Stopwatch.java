package dev.whittle.cli.measure;

import dev.whittle.cli.output.Progress;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/** Times one task over and over. */
public final class Stopwatch {

  private static final double QUIET = 1.5;
  private static final double LONGEST = 10;

  private Stopwatch() {}

  /**
   * Runs {@code task} for {@code seconds}, at least once, then until the JVM's compiler has been
   * quiet for a while, at most ten times as long.
   */
  public static void warmUp(Runnable task, double seconds) {
    warmUp(task, seconds, QUIET);
  }

  /** The same with {@code quiet} seconds of rest for the compiler. */
  public static void warmUp(Runnable task, double seconds, double quiet) {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    long start = System.nanoTime();
    long compiled = compiler.getTotalCompilationTime();
    long lastCompiled = start;
    long now;
    do {
      task.run();
      now = System.nanoTime();
      if (compiler.getTotalCompilationTime() > compiled) {
        compiled = compiler.getTotalCompilationTime();
        lastCompiled = now;
      }
    } while (now - start < seconds * 1e9
        || now - lastCompiled < quiet * 1e9 && now - start < LONGEST * seconds * 1e9);
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
