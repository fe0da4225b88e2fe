package dev.whittle.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a model's plans until they no longer get faster. */
final class Warmer {
  private final Model model;
  private int runs;
  private long first;
  private long last;

  Warmer(Model model) {
    this.model = model;
  }

  WarmUp warmUp(Duration atMost) {
    long start = System.nanoTime();
    long limit = nanos(atMost);
    boolean isSettled = isStarted(limit) && run(start, limit);
    return new WarmUp(
        Duration.ofNanos(System.nanoTime() - start),
        runs,
        Duration.ofNanos(first),
        Duration.ofNanos(last),
        isSettled);
  }

  private static long nanos(Duration duration) {
    Duration longest = Duration.ofNanos(Long.MAX_VALUE / 2);
    return Math.max(0, duration.compareTo(longest) < 0 ? duration.toNanos() : longest.toNanos());
  }

  /** Waits for the end of a quick start; false when time is up first. */
  private boolean isStarted(long limit) {
    QuickStart pending = model.quickStart();
    if (pending == null) {
      return true;
    }
    pending.begin();
    try {
      return pending.await(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      runs = pending.runs();
      first = pending.firstNanos();
      last = pending.lastNanos();
    }
  }

  private boolean run(long start, long limit) {
    List<LoadedPlan> plans = model.loadedPlans();
    List<float[][]> inputs = new ArrayList<>();
    List<float[][]> outputs = new ArrayList<>();
    for (LoadedPlan plan : plans) {
      inputs.add(Rehearsal.inputs(plan));
      outputs.add(Rehearsal.outputs(plan));
    }
    Quiet quiet = new Quiet();
    while (!quiet.isReached()) {
      if (System.nanoTime() - start >= limit || Thread.currentThread().isInterrupted()) {
        return false;
      }
      long before = System.nanoTime();
      for (int i = 0; i < plans.size(); i++) {
        model.runPlan(plans.get(i), inputs.get(i), outputs.get(i));
      }
      last = System.nanoTime() - before;
      first = runs == 0 ? last : first;
      runs++;
      quiet.ran(last);
    }
    return true;
  }
}
