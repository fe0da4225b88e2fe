package dev.whittle.passes.ledger;

import java.util.function.Consumer;

/**
 * How to measure.
 *
 * @param data what differences are taken on
 * @param rounds how often each network is timed, in turns with the others
 * @param warmUp runs what it is given until the JVM has compiled what is hot
 */
public record Trial(Data data, int rounds, Consumer<Runnable> warmUp, Watcher watcher) {
  public Trial {
    if (rounds < 1) {
      throw new IllegalArgumentException(rounds + " rounds");
    }
  }
}
