package dev.whittle.passes.cost;

import dev.whittle.passes.times.Timings;
import dev.whittle.passes.times.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a step takes.
 *
 * @param way the kernel that does the work, see {@link Work#way}
 * @param predicted nanoseconds by the cost model
 * @param measured nanoseconds as measured, where that is known
 */
public record StepTime(Work work, String way, double predicted, OptionalDouble measured) {
  static StepTime of(Work work, String way, double predicted, Timings timings) {
    return new StepTime(work, way, predicted, timings.find(work, way));
  }

  private record Kernel(Work work, String way) {}

  /** Nanoseconds of all {@code steps} as measured; empty unless those of each are known. */
  public static OptionalDouble measured(List<StepTime> steps) {
    return steps.stream().allMatch(step -> step.measured.isPresent())
        ? OptionalDouble.of(steps.stream().mapToDouble(s -> s.measured.getAsDouble()).sum())
        : OptionalDouble.empty();
  }

  /**
   * Nanoseconds that {@code after} takes less than {@code before}. Kernels that both run for the
   * same work cancel; of the others, measured times count when all are known, else predictions do,
   * for the two do not compare.
   */
  public static double saved(List<StepTime> before, List<StepTime> after) {
    List<StepTime> gone = without(before, after);
    List<StepTime> come = without(after, before);
    OptionalDouble was = measured(gone);
    OptionalDouble is = measured(come);
    return was.isPresent() && is.isPresent()
        ? was.getAsDouble() - is.getAsDouble()
        : predicted(gone) - predicted(come);
  }

  private static List<StepTime> without(List<StepTime> steps, List<StepTime> others) {
    List<Kernel> cancelled =
        new ArrayList<>(others.stream().map(step -> new Kernel(step.work, step.way)).toList());
    return steps.stream()
        .filter(step -> !cancelled.remove(new Kernel(step.work, step.way)))
        .toList();
  }

  private static double predicted(List<StepTime> steps) {
    return steps.stream().mapToDouble(StepTime::predicted).sum();
  }
}
