package dev.whittle.runtime;

/**
 * Every system property the runtime looks at, each read once.
 *
 * <ul>
 *   <li>{@code whittle.threads}: threads of the shared pool; the default is the number of available
 *       processors.
 *   <li>{@code whittle.lanes}: the widest vectors to use, in floats (16, 8, 4; 1 for scalar code);
 *       the default is what the processor and the module {@code jdk.incubator.vector} offer.
 *   <li>{@code whittle.spin.micros}: how long a worker spins before it sleeps, between the steps of
 *       a run and after one; the default is 50, or 0 with one processor.
 *   <li>{@code whittle.picture.pixels}: the largest picture to decode; the default is 2^26.
 * </ul>
 */
public final class Knobs {
  static final int SPINS_PER_CLOCK = 16;
  static final long SPIN_NANOS =
      1000L * Math.max(0, Integer.getInteger("whittle.spin.micros", processors() == 1 ? 0 : 50));

  private Knobs() {}

  /** Threads of {@link Workers#shared()}. */
  public static int threads() {
    return Math.max(1, Integer.getInteger("whittle.threads", processors()));
  }

  /** The widest vectors to use in floats, 0 to ask the processor. */
  public static int lanes() {
    return Math.max(0, Integer.getInteger("whittle.lanes", 0));
  }

  /** The largest picture to decode, width times height. */
  public static long picturePixels() {
    return Math.min(Integer.MAX_VALUE / 4, Long.getLong("whittle.picture.pixels", 1 << 26));
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }
}
