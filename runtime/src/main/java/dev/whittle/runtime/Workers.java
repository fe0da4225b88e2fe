package dev.whittle.runtime;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Threads that share the units of a step with the thread that calls.
 *
 * <p>At most {@link #threads()} threads work at any time, callers included. A call gets every
 * thread that is free; while other calls wait, each call gets one, so a lone call is quick and a
 * busy server does not oversubscribe its processors. Units are divided into contiguous chunks by
 * arithmetic alone, so the work of a thread depends on nothing but the number of threads.
 *
 * <p>Helper threads are daemons, start when first needed, sleep when there is nothing to do and end
 * after a minute of that: a pool that is forgotten leaves nothing behind. A pool may be shared by
 * any number of models and calling threads, virtual ones included. {@code of(1)} has no helpers and
 * holds no caller back: everyone works alone, at once.
 */
public final class Workers implements AutoCloseable {
  /** Work on some units. */
  @FunctionalInterface
  public interface Task {
    /** Does units {@code from} (inclusive) to {@code to} (exclusive). */
    void run(int from, int to);
  }

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final Team.Body TASK = (member, team) -> team.runTask(member);

  private final int threads;
  private final Helper[] idleHelpers;
  private final Team[] idleTeams;
  private final Team[] teams;
  private final Semaphore quickStarts = new Semaphore(1);
  private int helpers;
  private int free;
  private int waiting;
  private int idle;
  private boolean isClosed;

  Workers(int threads, long idleNanos) {
    this.threads = threads;
    this.free = threads;
    this.idleHelpers = new Helper[threads - 1];
    this.teams = new Team[threads];
    for (int i = 0; i < threads; i++) {
      teams[i] = new Team(threads);
    }
    for (int i = 0; i < threads - 1; i++) {
      idleHelpers[i] = new Helper(threads - 2 - i, idleNanos);
    }
    this.idleTeams = teams.clone();
    this.idle = threads;
    this.helpers = threads - 1;
  }

  /**
   * A pool of its own.
   *
   * @param threads how many threads may work at once, at least 1
   */
  public static Workers of(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("a pool needs at least one thread, got " + threads);
    }
    return new Workers(threads, IDLE_NANOS);
  }

  /** The pool models use unless told otherwise: {@link Knobs#threads()} threads. */
  public static Workers shared() {
    return Shared.WORKERS;
  }

  /** How many threads may work at once. */
  public int threads() {
    return threads;
  }

  /**
   * Runs {@code task} over units 0 to {@code units}, on this and other threads, and returns when
   * all are done. What a task throws is thrown here, the rest of its chunk and possibly other
   * chunks undone; the pool stays usable. Interrupting the caller does not stop the work; the
   * caller is still interrupted afterwards. A task that calls {@code run} itself works alone.
   */
  public void run(int units, Task task) {
    if (threads == 1) {
      task.run(0, units);
      return;
    }
    Team team = join(units);
    if (team == Team.ALONE) {
      task.run(0, units);
      return;
    }
    try {
      team.assign(units, task);
      team.run(TASK);
    } finally {
      leave(team);
    }
  }

  /** Runs {@code body} once on each member of a team. */
  void run(Team.Body body) {
    if (threads == 1) {
      body.run(0, Team.ALONE);
      return;
    }
    Team team = join(threads);
    if (team == Team.ALONE) {
      body.run(0, team);
      return;
    }
    try {
      team.run(body);
    } finally {
      leave(team);
    }
  }

  /** Lets helper threads end. Later calls run on the calling thread alone. */
  @Override
  public synchronized void close() {
    isClosed = true;
    for (int i = 0; i < helpers; i++) {
      idleHelpers[i].stop();
    }
  }

  /** The right to rehearse plans, which one model at a time has. */
  Semaphore quickStarts() {
    return quickStarts;
  }

  private synchronized Team join(int most) {
    boolean wasInterrupted = false;
    waiting++;
    while (free == 0) {
      if (isWorking(Thread.currentThread())) {
        waiting--;
        return Team.ALONE;
      }
      try {
        wait();
      } catch (InterruptedException e) {
        wasInterrupted = true;
      }
    }
    waiting--;
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
    int size = isClosed ? 1 : Math.clamp(free - waiting, 1, Math.max(1, most));
    free -= size;
    Team team = idleTeams[--idle];
    while (team.size() < size) {
      team.add(idleHelpers[--helpers]);
    }
    if (free > 0 && waiting > 0) {
      notify();
    }
    return team;
  }

  private synchronized void leave(Team team) {
    free += team.size();
    while (team.size() > 1) {
      Helper helper = team.removeLast();
      idleHelpers[helpers++] = helper;
      if (isClosed) {
        helper.stop();
      }
    }
    idleTeams[idle++] = team;
    if (waiting > 0) {
      notify();
    }
  }

  private boolean isWorking(Thread thread) {
    for (Team team : teams) {
      if (team.has(thread)) {
        return true;
      }
    }
    return false;
  }

  private static final class Shared {
    static final Workers WORKERS = new Workers(Knobs.threads(), IDLE_NANOS);
  }
}
