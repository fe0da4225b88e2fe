package dev.whittle.runtime;

import java.util.List;

/**
 * How a team shares a plan's steps. Steps that need not wait for each other form a stage; members
 * divide a stage's time among themselves, in whole units, and wait for each other only between
 * stages. A stage too short to be worth a barrier is the caller's alone.
 */
final class Split {
  /** What a stage must take, in predicted nanoseconds, for helpers to join in. */
  private static final long SHORTEST = 4_000;

  private final int[] bounds;
  private final boolean[] isWaitedAfter;
  private final int size;

  private Split(int steps, int size) {
    this.size = size;
    this.bounds = new int[steps * (size + 1)];
    this.isWaitedAfter = new boolean[steps];
  }

  /** The split of {@code steps} among {@code size} members. */
  static Split of(List<Step> steps, int size) {
    Split split = new Split(steps.size(), size);
    boolean wasShared = false;
    for (int from = 0; from < steps.size(); ) {
      int to = from + 1;
      while (to < steps.size() && !steps.get(to).waits()) {
        to++;
      }
      boolean isShared = split.stage(steps, from, to);
      if (from > 0) {
        split.isWaitedAfter[from - 1] = wasShared || isShared;
      }
      wasShared = isShared;
      from = to;
    }
    return split;
  }

  /** Divides steps {@code from} to {@code to}; true when more than one member has work. */
  private boolean stage(List<Step> steps, int from, int to) {
    long total = 0;
    for (int step = from; step < to; step++) {
      total += weight(steps.get(step));
    }
    long before = 0;
    boolean isShared = false;
    for (int step = from; step < to; step++) {
      int units = steps.get(step).units();
      long weight = weight(steps.get(step));
      int at = step * (size + 1);
      for (int member = 1; member <= size; member++) {
        long share =
            total < SHORTEST ? total : total / size * member + total % size * member / size;
        bounds[at + member] = member == size ? units : units(units, share - before, weight);
        isShared |= member < size && bounds[at + member] < units;
      }
      before += weight;
    }
    return isShared;
  }

  /** How many of {@code units} that weigh {@code weight} together lie mostly before {@code end}. */
  private static int units(int units, long end, long weight) {
    return Math.clamp(Math.round((double) units * end / weight), 0, units);
  }

  private static long weight(Step step) {
    return Math.max(1, step.nanos());
  }

  /** The first of {@code member}'s units in {@code step}; the next member's first is its end. */
  int from(int step, int member) {
    return bounds[step * (size + 1) + member];
  }

  /** Whether members wait for each other after {@code step}. */
  boolean isWaitedAfter(int step) {
    return isWaitedAfter[step];
  }
}
