package dev.whittle.passes.cost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long one algorithm takes at one width: a weighed sum of its {@link Features}, corrected by
 * what that sum missed on similar work (Nadaraya 1964, Watson 1964).
 *
 * @param weights one for each feature, none negative
 * @param misses by how much the sum was wrong where times were taken
 */
public record Estimate(List<Double> weights, List<Miss> misses) {
  /** Work whose sizes differ by this factor, in one of them, counts 1/e. */
  private static final double REACH = Math.log(2);

  /** How much is set against the misses of like work: one of equal work is believed to 3/4. */
  private static final double DOUBT = 1.0 / 3;

  public Estimate {
    weights = List.copyOf(weights);
    misses = List.copyOf(misses);
  }

  /**
   * An error of the sum.
   *
   * @param sizes of the work
   * @param logarithm of the time over the sum
   */
  public record Miss(List<Integer> sizes, double logarithm) {
    public Miss {
      sizes = List.copyOf(sizes);
    }

    /** How much this counts for work of these sizes: 1 for equal ones, 0 for another kind. */
    double likeness(List<Integer> others) {
      if (others.size() != sizes.size()) {
        return 0;
      }
      double distance = 0;
      for (int i = 0; i < sizes.size(); i++) {
        double step = Math.log((double) sizes.get(i) / others.get(i)) / REACH;
        distance += step * step;
      }
      return Math.exp(-distance);
    }
  }

  static Estimate nominal(double... weights) {
    return new Estimate(boxed(weights), List.of());
  }

  /** The sum of {@code weights}, with what it misses on {@code samples}. */
  static Estimate of(List<ModelFit.Sample> samples, double... weights) {
    List<Miss> misses = new ArrayList<>();
    for (ModelFit.Sample sample : samples) {
      double sum = sum(sample.features(), weights);
      misses.add(new Miss(sample.features().sizes(), Math.log(sample.nanoseconds() / sum)));
    }
    return new Estimate(boxed(weights), misses);
  }

  /** The sum alone. */
  static double sum(Features features, double... weights) {
    double[] values = features.values();
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
    }
    return sum;
  }

  /** Nanoseconds. */
  double nanoseconds(Features features) {
    double missed = 0;
    double likeness = DOUBT;
    for (Miss miss : misses) {
      double like = miss.likeness(features.sizes());
      missed += like * miss.logarithm();
      likeness += like;
    }
    double sum = sum(features, weights.stream().mapToDouble(Double::doubleValue).toArray());
    return sum * Math.exp(missed / likeness);
  }

  private static List<Double> boxed(double... values) {
    return Arrays.stream(values).boxed().toList();
  }
}
