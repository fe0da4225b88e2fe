package dev.whittle.passes.cost;

import dev.whittle.ir.op.Algorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fits a {@link TimeModel} to measured times: weights of no less than zero that make the squares of
 * the relative errors least, found by descending one coordinate after the other.
 */
public final class ModelFit {
  private static final int FEWEST_SAMPLES = 5;
  private static final int SWEEPS = 5_000;
  private static final double RIDGE = 1e-6;

  private ModelFit() {}

  /** A kernel's features and the nanoseconds it took. */
  public record Sample(TimeModel.Key key, Features features, double nanoseconds) {}

  /**
   * The estimate for one key.
   *
   * @param medianError the median of the relative errors of its weighed sum on the samples
   */
  public record Fitted(Estimate estimate, int samples, double medianError) {}

  /**
   * An estimate for every key with enough samples, and for every algorithm over all its variants;
   * the latter without misses, which would be those of others.
   *
   * @param samples of positive times
   */
  public static Map<TimeModel.Key, Fitted> fit(List<Sample> samples) {
    Map<TimeModel.Key, List<Sample>> groups = new TreeMap<>();
    for (Sample sample : samples) {
      TimeModel.Key key = sample.key();
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(sample);
      String base = Algorithm.base(key.algorithm());
      if (!base.equals(key.algorithm())) {
        groups
            .computeIfAbsent(new TimeModel.Key(base, key.lanes()), k -> new ArrayList<>())
            .add(sample);
      }
    }
    Map<TimeModel.Key, Fitted> fitted = new TreeMap<>();
    groups.forEach((key, group) -> {
      if (group.size() >= FEWEST_SAMPLES) {
        double[] weights = weights(group);
        boolean isMixed = group.stream().anyMatch(s -> !s.key().equals(key));
        Estimate estimate = isMixed ? Estimate.nominal(weights) : Estimate.of(group, weights);
        fitted.put(key, new Fitted(estimate, group.size(), medianError(group, weights)));
      }
    });
    return fitted;
  }

  private static double[] weights(List<Sample> samples) {
    int count = Features.NAMES.size();
    double[][] gram = new double[count][count];
    double[] moments = new double[count];
    for (Sample sample : samples) {
      double[] row = sample.features().values();
      for (int i = 0; i < count; i++) {
        double scaled = row[i] / sample.nanoseconds();
        moments[i] += scaled;
        for (int j = 0; j < count; j++) {
          gram[i][j] += scaled * row[j] / sample.nanoseconds();
        }
      }
    }
    double[] weights = new double[count];
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int i = 0; i < count; i++) {
        double rest = moments[i];
        for (int j = 0; j < count; j++) {
          rest -= j == i ? 0 : gram[i][j] * weights[j];
        }
        weights[i] = Math.max(0, rest / (gram[i][i] + RIDGE));
      }
    }
    return weights;
  }

  private static double medianError(List<Sample> samples, double... weights) {
    double[] errors =
        samples.stream()
            .mapToDouble(s -> Math.abs(Estimate.sum(s.features(), weights) / s.nanoseconds() - 1))
            .sorted()
            .toArray();
    return errors[errors.length / 2];
  }
}
