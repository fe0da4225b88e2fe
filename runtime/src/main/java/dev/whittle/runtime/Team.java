package dev.whittle.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads at work on one call: member 0 is the caller, the others are helpers. All run the same
 * body; a barrier in it lets nobody pass before everybody has come.
 *
 * <p>Each member publishes how many barriers it has reached in a cache line of its own, so a
 * barrier is one write and one read for each other member. A waiting member spins, offering its
 * processor to others (the member it waits for may be queued behind it), and after {@link
 * Knobs#SPIN_NANOS} sleeps until the next arrives. Virtual threads spin without offering: that
 * would allocate.
 */
final class Team {
  /** What each member does. */
  @FunctionalInterface
  interface Body {
    void run(int member, Team team);
  }

  /** A team of one, for any number of callers at once. */
  static final Team ALONE = new Team(1);

  private static final VarHandle LONG = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int STRIDE = 16;
  private static final int MARK = STRIDE;
  private static final int ASLEEP = STRIDE + 1;
  private static final long DONE = Long.MAX_VALUE;

  private final Helper[] helpers;
  private final Thread[] threads;
  private final long[] state;
  private int size = 1;
  private Body body;
  private int units;
  private Workers.Task task;
  private boolean wasInterrupted;
  private volatile Throwable failure;

  Team(int most) {
    helpers = new Helper[most];
    threads = new Thread[most];
    state = new long[STRIDE * (most + 1)];
  }

  int size() {
    return size;
  }

  void add(Helper helper) {
    helpers[size++] = helper;
  }

  Helper removeLast() {
    Helper helper = helpers[--size];
    helpers[size] = null;
    threads[size] = null;
    return helper;
  }

  /** A number that is unique in the pool for a member other than the caller. */
  int helperNumber(int member) {
    return helpers[member].number();
  }

  boolean has(Thread thread) {
    for (Thread member : threads) {
      if (member == thread) {
        return true;
      }
    }
    return false;
  }

  /** Runs {@code body} on every member and returns, or throws what one threw, when all are done. */
  void run(Body body) {
    this.body = body;
    for (int member = 0; member < size; member++) {
      state[member * STRIDE + MARK] = 0;
    }
    for (int member = 1; member < size; member++) {
      call(member);
    }
    work(0);
    for (int member = 1; member < size; member++) {
      await(0, member, DONE);
    }
    this.body = null;
    task = null;
    threads[0] = null;
    if (wasInterrupted) {
      wasInterrupted = false;
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      Throwable thrown = failure;
      failure = null;
      throw Team.<RuntimeException>unchecked(thrown);
    }
  }

  /** Runs the body as {@code member}; returns normally whatever happens. */
  void work(int member) {
    threads[member] = Thread.currentThread();
    try {
      body.run(member, this);
    } catch (Throwable thrown) {
      fail(thrown);
    }
    arrive(member, DONE);
  }

  /**
   * Waits until every member has come to this barrier.
   *
   * @return false when a member has failed and the others are to stop
   */
  boolean barrier(int member) {
    if (size == 1) {
      return true;
    }
    long mark = state[member * STRIDE + MARK] + 1;
    arrive(member, mark);
    for (int other = 0; other < size; other++) {
      await(member, other, mark);
    }
    return failure == null;
  }

  /** What {@link #runTask} does when this team runs. */
  void assign(int units, Workers.Task task) {
    this.units = units;
    this.task = task;
  }

  /** Runs this member's chunk of the assigned task. */
  void runTask(int member) {
    int from = from(units, member);
    int to = from(units, member + 1);
    if (from < to) {
      task.run(from, to);
    }
  }

  /** The first unit of {@code member}'s chunk: the first members do one unit more than the last. */
  int from(int units, int member) {
    return units / size * member + Math.min(member, units % size);
  }

  private void call(int member) {
    try {
      helpers[member].work(this, member);
    } catch (Throwable thrown) {
      fail(thrown);
      arrive(member, DONE);
    }
  }

  private synchronized void fail(Throwable thrown) {
    if (failure == null) {
      failure = thrown;
    }
  }

  private void arrive(int member, long mark) {
    LONG.setVolatile(state, member * STRIDE + MARK, mark);
    for (int other = 0; other < size; other++) {
      if ((long) LONG.getVolatile(state, other * STRIDE + ASLEEP) != 0) {
        LockSupport.unpark(threads[other]);
      }
    }
  }

  private void await(int member, int other, long mark) {
    int index = other * STRIDE + MARK;
    if ((long) LONG.getAcquire(state, index) >= mark) {
      return;
    }
    long spinEnd = System.nanoTime() + Knobs.SPIN_NANOS;
    do {
      for (int i = 0; i < Knobs.SPINS_PER_CLOCK; i++) {
        if ((long) LONG.getAcquire(state, index) >= mark) {
          return;
        }
        Thread.onSpinWait();
      }
      if (member > 0 || !Thread.currentThread().isVirtual()) {
        Thread.yield();
      }
    } while (System.nanoTime() < spinEnd);
    LONG.setVolatile(state, member * STRIDE + ASLEEP, 1L);
    while ((long) LONG.getVolatile(state, index) < mark) {
      LockSupport.park(this);
      if (Thread.interrupted() && member == 0) {
        wasInterrupted = true;
      }
    }
    LONG.setVolatile(state, member * STRIDE + ASLEEP, 0L);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
