package dev.whittle.bench.engine;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long it takes until one thread sees what another has written. Where a virtual machine's
 * processors do not share a cache it is several times as long as where they do, for everything that
 * threads hand to each other; a host may move them while one measures.
 */
public final class Handover {
  private static final int TIMES = 10_000;
  private static final int SPINS = 10_000;

  private final AtomicInteger turn = new AtomicInteger();
  private long nanoseconds;

  /**
   * Lets two threads take turns.
   *
   * @return nanoseconds from one's write to the other's; NaN when the caller is interrupted
   */
  public double nanos() {
    turn.set(0);
    Thread partner =
        Thread.ofPlatform().daemon().name("whittle-handover").start(() -> takeTurns(1));
    takeTurns(0);
    try {
      partner.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Double.NaN;
    }
    return nanoseconds / (2.0 * (TIMES - 2));
  }

  /** The first thread's time counts, from when the other has answered for the first time. */
  private void takeTurns(int first) {
    long start = 0;
    for (int i = 0; i < TIMES; i++) {
      int mine = 2 * i + first;
      for (int spins = 1; turn.get() != mine; spins++) {
        if (spins % SPINS == 0) {
          Thread.yield();
        } else {
          Thread.onSpinWait();
        }
      }
      if (i == 1) {
        start = System.nanoTime();
      }
      turn.set(mine + 1);
    }
    if (first == 0) {
      nanoseconds = System.nanoTime() - start;
    }
  }
}
