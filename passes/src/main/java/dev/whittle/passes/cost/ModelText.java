package dev.whittle.passes.cost;

import dev.whittle.passes.cost.Estimate.Miss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The text form of a {@link TimeModel}: for each algorithm and width a line of weights, then a line
 * for each miss.
 */
public final class ModelText {
  private static final String COMMENT = "#";
  private static final String MISS = "missed";

  private ModelText() {}

  /**
   * The text of a model that was fitted.
   *
   * @param processor the family of processors it was fitted on
   */
  public static String of(String processor, Map<TimeModel.Key, ModelFit.Fitted> fitted) {
    List<String> lines = new ArrayList<>();
    lines.add("# Weights of the features of kernels, fitted on %s,".formatted(processor));
    lines.add("# and by which factor e^x their sum missed the time of work of given sizes.");
    lines.add("# algorithm lanes " + String.join(" ", Features.NAMES) + " # samples, median error");
    new TreeMap<>(fitted)
        .forEach((key, fit) -> {
          String weights =
              fit.estimate().weights().stream()
                  .map(weight -> String.format(Locale.ROOT, "%.4g", weight))
                  .collect(Collectors.joining(" "));
          lines.add(
              String.format(
                  Locale.ROOT,
                  "%s %d %s # %d, %.0f %%",
                  key.algorithm(),
                  key.lanes(),
                  weights,
                  fit.samples(),
                  100 * fit.medianError()));
          fit.estimate().misses().forEach(miss -> lines.add(line(miss)));
        });
    return String.join("\n", lines) + "\n";
  }

  private static String line(Miss miss) {
    String sizes = miss.sizes().stream().map(Object::toString).collect(Collectors.joining(" "));
    return String.format(Locale.ROOT, "%s %s %.3f", MISS, sizes, miss.logarithm());
  }

  /**
   * The model of a text.
   *
   * @throws IllegalArgumentException when it is none
   */
  static TimeModel read(List<String> lines) {
    Map<TimeModel.Key, Estimate> estimates = new HashMap<>();
    TimeModel.Key key = null;
    for (String line : lines) {
      String text = line.contains(COMMENT) ? line.substring(0, line.indexOf(COMMENT)) : line;
      if (text.isBlank()) {
        continue;
      }
      List<String> words = Arrays.asList(text.strip().split(" +"));
      if (words.getFirst().equals(MISS) && key != null) {
        estimates.computeIfPresent(key, (k, estimate) -> with(estimate, words));
      } else if (words.size() == 2 + Features.NAMES.size()) {
        key = new TimeModel.Key(words.getFirst(), Integer.parseInt(words.get(1)));
        List<Double> weights = words.stream().skip(2).map(Double::valueOf).toList();
        estimates.put(key, new Estimate(weights, List.of()));
      } else {
        throw new IllegalArgumentException("no line of a model: " + line);
      }
    }
    return new TimeModel(estimates);
  }

  private static Estimate with(Estimate estimate, List<String> words) {
    List<Integer> sizes =
        words.subList(1, words.size() - 1).stream().map(Integer::valueOf).toList();
    List<Miss> misses = new ArrayList<>(estimate.misses());
    misses.add(new Miss(sizes, Double.parseDouble(words.getLast())));
    return new Estimate(estimate.weights(), misses);
  }
}
