package dev.whittle.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the time of a model's runs went, step by step, by the caller's clock from barrier to
 * barrier.
 *
 * @param model the network's name
 * @param batch the batch of the plan that ran
 * @param lanes floats per vector
 * @param threads the most threads that worked at once
 * @param runs how many runs were counted
 * @param rows one for each step, in the order of execution
 */
public record Profile(String model, int batch, int lanes, int threads, long runs, List<Row> rows) {
  /**
   * One step.
   *
   * @param step what it does
   * @param nanos mean duration of one run in nanoseconds
   * @param share its part of all steps' time, 0 to 1
   */
  public record Row(Step step, double nanos, double share) {
    /** Billions of floating point operations per second. */
    public double gflops() {
      return nanos == 0 ? 0 : step.flops() / nanos;
    }
  }

  public Profile {
    rows = List.copyOf(rows);
  }

  /** Mean nanoseconds of all steps of one run. */
  public double nanos() {
    return rows.stream().mapToDouble(Row::nanos).sum();
  }

  static Profile of(String model, Plan plan, int threads, long runs, long[] nanos) {
    double total = 0;
    for (long n : nanos) {
      total += n;
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < nanos.length; i++) {
      rows.add(
          new Row(
              plan.steps().get(i),
              runs == 0 ? 0 : nanos[i] / (double) runs,
              total == 0 ? 0 : nanos[i] / total));
    }
    return new Profile(model, plan.batch(), plan.lanes(), threads, runs, rows);
  }
}
