package dev.whittle.runtime;

import java.util.Objects;

/**
 * How a {@link Model} runs.
 *
 * @param lanes the plans to use, by floats per vector; 0 for the widest this machine offers
 * @param workers who shares the work of one run
 * @param sessions how many runs may be in progress at once, each with an arena of its own; further
 *     calls wait
 * @param isProfiled whether time is kept for every step
 * @param isPoisoned whether arena and scratch are filled with NaN before every run, which shows
 *     code that reads what it has not written
 */
public record Options(
    int lanes, Workers workers, int sessions, boolean isProfiled, boolean isPoisoned) {
  public Options {
    Objects.requireNonNull(workers);
    if (lanes < 0 || sessions < 1) {
      throw new IllegalArgumentException("lanes must be >= 0 and sessions >= 1");
    }
  }

  /** The widest plans, the shared workers, as many sessions as processors. */
  public static Options standard() {
    return new Options(0, Workers.shared(), processors(), false, false);
  }

  /** With plans of {@code lanes} floats per vector. */
  public Options withLanes(int lanes) {
    return new Options(lanes, workers, sessions, isProfiled, isPoisoned);
  }

  /** With a pool of {@code threads} threads that these options' models share. */
  public Options withThreads(int threads) {
    return withWorkers(
        threads == Workers.shared().threads() ? Workers.shared() : Workers.of(threads));
  }

  /** With {@code workers}. */
  public Options withWorkers(Workers workers) {
    return new Options(lanes, workers, sessions, isProfiled, isPoisoned);
  }

  /** With at most {@code sessions} runs at once. */
  public Options withSessions(int sessions) {
    return new Options(lanes, workers, sessions, isProfiled, isPoisoned);
  }

  /** With a profile of every run. */
  public Options profiled() {
    return new Options(lanes, workers, sessions, true, isPoisoned);
  }

  /** With poisoned buffers. */
  public Options poisoned() {
    return new Options(lanes, workers, sessions, isProfiled, true);
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }
}
