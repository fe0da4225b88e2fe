package dev.whittle.runtime;

import java.util.ArrayList;
import java.util.List;

/** A bounded pool of sessions: the last one given back is the first one taken. */
final class Sessions {
  private final Model model;
  private final int most;
  private final List<Session> all = new ArrayList<>();
  private final Session[] idle;
  private int idleCount;
  private boolean isClosed;

  Sessions(Model model, int most) {
    this.model = model;
    this.most = most;
    this.idle = new Session[most];
  }

  /** An idle session; waits for one when {@code most} are in use. */
  synchronized Session take() {
    boolean wasInterrupted = false;
    while (idleCount == 0 && all.size() == most && !isClosed) {
      try {
        wait();
      } catch (InterruptedException e) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
    if (isClosed) {
      throw new ModelException(model.name(), "is closed", "");
    }
    if (idleCount == 0) {
      Session session = new Session(model);
      all.add(session);
      return session;
    }
    return idle[--idleCount];
  }

  synchronized void give(Session session) {
    if (!isClosed) {
      idle[idleCount++] = session;
      notify();
    }
  }

  synchronized void close() {
    isClosed = true;
    while (idleCount > 0) {
      idle[--idleCount] = null;
    }
    all.clear();
    notifyAll();
  }

  synchronized boolean areInUse() {
    return all.size() > idleCount;
  }

  synchronized int count() {
    return all.size();
  }

  synchronized long arenaFloats() {
    return all.stream().mapToLong(Session::arenaFloats).sum();
  }

  synchronized long scratchFloats() {
    return all.stream().mapToLong(Session::scratchFloats).sum();
  }
}
