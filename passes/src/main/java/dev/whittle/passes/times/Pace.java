package dev.whittle.passes.times;

import java.util.function.Consumer;

/**
 * How long to measure.
 *
 * @param warmUp runs what it is given until the JVM has compiled what is hot
 * @param nanoseconds how long to go on taking times
 * @param fewest rounds however long they take
 * @param most rounds however short they are
 */
public record Pace(Consumer<Runnable> warmUp, double nanoseconds, int fewest, int most) {
  public Pace {
    if (fewest < 1 || most < fewest) {
      throw new IllegalArgumentException("%d to %d rounds".formatted(fewest, most));
    }
  }

  /** So many rounds. */
  public static Pace rounds(int rounds, Consumer<Runnable> warmUp) {
    return new Pace(warmUp, 0, rounds, rounds);
  }

  /** The rounds to take when one lasts so long. */
  int rounds(double nanosecondsOfOne) {
    return (int) Math.clamp(nanoseconds / Math.max(1, nanosecondsOfOne), fewest, most);
  }
}
