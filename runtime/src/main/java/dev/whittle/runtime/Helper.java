package dev.whittle.runtime;

import java.util.concurrent.locks.LockSupport;

/**
 * A thread of a pool: waits for a team, works in it, waits again. It starts when first needed and
 * ends after some time without work; it knows its pool only through the team it is working in.
 */
final class Helper implements Runnable {
  private final int number;
  private final long idleNanos;
  private int member;
  private Thread thread;
  private volatile Team team;
  private volatile boolean isAsleep = true;
  private volatile boolean isStopped;

  /** A helper of a number that is unique in its pool, from 0. */
  Helper(int number, long idleNanos) {
    this.number = number;
    this.idleNanos = idleNanos;
  }

  int number() {
    return number;
  }

  /** Starts working in {@code team}; called by the team's caller while this helper is idle. */
  void work(Team team, int member) {
    this.member = member;
    this.team = team;
    if (isAsleep) {
      wake();
    }
  }

  /** Ends the thread; called while this helper is idle, which it stays. */
  synchronized void stop() {
    isStopped = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    isAsleep = false;
    while (isGivenWork()) {
      Team current = team;
      team = null;
      current.work(member);
    }
  }

  private synchronized void wake() {
    if (thread != null) {
      LockSupport.unpark(thread);
      return;
    }
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("whittle-worker-" + number)
            .inheritInheritableThreadLocals(false)
            .unstarted(this);
    thread.setContextClassLoader(Helper.class.getClassLoader());
    try {
      thread.start();
    } catch (Throwable thrown) {
      thread = null;
      team = null;
      throw thrown;
    }
  }

  private boolean isGivenWork() {
    long spinEnd = System.nanoTime() + Knobs.SPIN_NANOS;
    do {
      for (int i = 0; i < Knobs.SPINS_PER_CLOCK; i++) {
        if (team != null) {
          return true;
        }
        Thread.onSpinWait();
      }
      Thread.yield();
    } while (System.nanoTime() < spinEnd);
    isAsleep = true;
    long end = System.nanoTime() + idleNanos;
    while (team == null) {
      long left = end - System.nanoTime();
      if ((left <= 0 || isStopped) && isOver()) {
        return false;
      }
      LockSupport.parkNanos(this, left);
      Thread.interrupted();
    }
    isAsleep = false;
    return true;
  }

  private synchronized boolean isOver() {
    if (team == null) {
      thread = null;
      return true;
    }
    return false;
  }
}
