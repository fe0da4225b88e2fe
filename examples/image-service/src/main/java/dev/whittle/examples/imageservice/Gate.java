package dev.whittle.examples.imageservice;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets a few requests run and some wait; turns away the rest. */
final class Gate {
  private final Semaphore admitted;
  private final Semaphore running;

  Gate(Limits limits) {
    this.admitted = new Semaphore(limits.running() + limits.waiting());
    this.running = new Semaphore(limits.running(), true);
  }

  /** Whether there is a place; who gets one calls {@link #leave()} in the end. */
  boolean enter() {
    return admitted.tryAcquire();
  }

  void leave() {
    admitted.release();
  }

  /** Runs {@code work} when it is its turn. */
  <T> T inTurn(Supplier<T> work) {
    running.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      running.release();
    }
  }
}
