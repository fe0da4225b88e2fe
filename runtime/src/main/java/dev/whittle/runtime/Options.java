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
 * @param isQuickStart whether the first runs may use scalar plans while the vector plans warm up
 */
public record Options(
    int lanes,
    Workers workers,
    int sessions,
    boolean isProfiled,
    boolean isPoisoned,
    boolean isQuickStart) {
  public Options {
    Objects.requireNonNull(workers);
    if (lanes < 0 || sessions < 1) {
      throw new IllegalArgumentException("lanes must be >= 0 and sessions >= 1");
    }
  }

  /** The widest plans, the shared workers, as many sessions as processors, a quick start. */
  public static Options standard() {
    return new Options(0, Workers.shared(), processors(), false, false, true);
  }

  /** With plans of {@code lanes} floats per vector. */
  public Options withLanes(int lanes) {
    return new Options(lanes, workers, sessions, isProfiled, isPoisoned, isQuickStart);
  }

  /** With a pool of {@code threads} threads that these options' models share. */
  public Options withThreads(int threads) {
    return withWorkers(
        threads == Workers.shared().threads() ? Workers.shared() : Workers.of(threads));
  }

  /** With {@code workers}. */
  public Options withWorkers(Workers workers) {
    return new Options(lanes, workers, sessions, isProfiled, isPoisoned, isQuickStart);
  }

  /** With at most {@code sessions} runs at once. */
  public Options withSessions(int sessions) {
    return new Options(lanes, workers, sessions, isProfiled, isPoisoned, isQuickStart);
  }

  /** With a profile of every run. */
  public Options profiled() {
    return new Options(lanes, workers, sessions, true, isPoisoned, isQuickStart);
  }

  /** With poisoned buffers. */
  public Options poisoned() {
    return new Options(lanes, workers, sessions, isProfiled, true, isQuickStart);
  }

  /**
   * With the vector plans from the first run on.
   *
   * <p>A quick start is the default because vector code is very slow until the virtual machine has
   * compiled it: a network that answers within milliseconds later takes seconds for its first
   * answer. Where a model file holds scalar plans for the same batches, the first runs use these. A
   * daemon thread meanwhile packs the weights for the vector plans and rehearses them on made-up
   * input, and the model changes over, between runs, as soon as they are the faster ones; {@link
   * Model#lanes()} tells which are in use, {@link Model#warmUp()} waits for the change.
   *
   * <p>The price: until then there are two copies of the packed weights and one busy thread, and
   * the first answers may differ from the later ones by rounding, as those of two machines with
   * different vectors do. There is no quick start when these options are profiled or name the
   * lanes, when {@code whittle.lanes} does, without the vector module, or when the packed weights
   * take more than an eighth of the heap. Should the vector plans turn out to be unusable, the
   * model says so on standard error, stays with the scalar ones, and {@code warmUp} throws the
   * reason.
   */
  public Options withoutQuickStart() {
    return new Options(lanes, workers, sessions, isProfiled, isPoisoned, false);
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }
}
