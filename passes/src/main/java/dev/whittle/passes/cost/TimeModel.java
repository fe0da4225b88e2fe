package dev.whittle.passes.cost;

import dev.whittle.passes.Target;

/**
 * A first estimate of how long a step takes on one core: the larger of its arithmetic at a share of
 * the peak and its traffic at cache bandwidth. Only comparisons between candidates depend on it.
 */
public final class TimeModel {
  private static final double FLOPS_PER_LANE_AND_NANOSECOND = 12.8;
  private static final double BYTES_PER_NANOSECOND = 20;
  private static final double REORDERED_BYTES_PER_NANOSECOND = 8;
  private static final double STEP_NANOSECONDS = 500;

  private TimeModel() {}

  /** Nanoseconds of a kernel that does {@code cost} at {@code efficiency} of the peak. */
  public static double kernel(Cost cost, double efficiency, Target target) {
    double peak = target.lanes() * FLOPS_PER_LANE_AND_NANOSECOND;
    return STEP_NANOSECONDS
        + Math.max(cost.flops() / (peak * efficiency), cost.bytes() / BYTES_PER_NANOSECOND);
  }

  /** Nanoseconds of a layout conversion that moves {@code bytes} in and {@code bytes} out. */
  public static double reorder(long bytes) {
    return STEP_NANOSECONDS + 2 * bytes / REORDERED_BYTES_PER_NANOSECOND;
  }
}
