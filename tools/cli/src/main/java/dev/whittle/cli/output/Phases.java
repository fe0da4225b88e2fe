package dev.whittle.cli.output;

import dev.whittle.passes.ledger.Watcher;
import java.util.function.BiFunction;

/** Progress of work in several phases: one bar after the other. */
public final class Phases implements Watcher, AutoCloseable {
  private final BiFunction<String, Long, Progress> bars;
  private Progress current;

  /** Phases shown by what {@code bars} makes of a title and a total. */
  public Phases(BiFunction<String, Long, Progress> bars) {
    this.bars = bars;
  }

  @Override
  public Runnable begin(String what, int total) {
    close();
    current = bars.apply(what, (long) total);
    return current::step;
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
    }
  }
}
