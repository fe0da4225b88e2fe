package dev.whittle.tests.graphs;

import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/**
 * How many cases a property tries: a sample by default, at least {@value #FULL} when the system
 * property {@code whittle.cases} is {@code full}.
 */
public final class Cases {
  /** Cases of a full run. */
  public static final int FULL = 1000;

  private static final int PATIENCE = 5;
  private static final String SEED = "whittle.seed";

  private Cases() {}

  public static boolean isFull() {
    return "full".equals(System.getProperty("whittle.cases"));
  }

  /** True when a single seed is run again, which covers nothing but itself. */
  public static boolean isReplay() {
    return Long.getLong(SEED) != null;
  }

  /** {@code sample}, or {@link #FULL} cases if that is more, in a full run. */
  public static int tries(int sample) {
    return isFull() ? Math.max(sample, FULL) : sample;
  }

  /**
   * Runs {@code property} on {@link #tries} seeds. The first seed is printed; a failure names its
   * own, and {@code -Dwhittle.seed=…} runs that one alone.
   */
  public static void run(String name, int sample, LongConsumer property) {
    run(name, sample, () -> true, property);
  }

  /**
   * As {@link #run(String, int, LongConsumer)}, going on after the sample, up to {@value #PATIENCE}
   * times as long, until {@code isEnough}.
   */
  public static void run(String name, int sample, BooleanSupplier isEnough, LongConsumer property) {
    Long only = Long.getLong(SEED);
    long first = only == null ? RandomGenerator.getDefault().nextLong() : only;
    int tries = only == null ? tries(sample) : 1;
    System.out.printf("%s: %d cases from -D%s=%d%n", name, tries, SEED, first);
    int most = only == null ? PATIENCE * tries : 1;
    for (int i = 0; i < tries || i < most && !isEnough.getAsBoolean(); i++) {
      try {
        property.accept(first + i);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("%s fails with -D%s=%d".formatted(name, SEED, first + i), e);
      }
    }
  }
}
