package dev.whittle.passes.cost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The text form of a {@link TimeModel}: a line for each algorithm and width. */
public final class ModelText {
  private static final String COMMENT = "#";

  private ModelText() {}

  /**
   * The text of a model that was fitted.
   *
   * @param processor the family of processors it was fitted on
   */
  public static String of(String processor, Map<TimeModel.Key, ModelFit.Fitted> fitted) {
    List<String> lines = new ArrayList<>();
    lines.add("# Weights of the features of kernels, fitted on %s.".formatted(processor));
    lines.add("# algorithm lanes " + String.join(" ", Features.NAMES) + " # samples, median error");
    new TreeMap<>(fitted)
        .forEach((key, fit) ->
            lines.add(
                "%s %d %s # %d, %.0f %%"
                    .formatted(
                        key.algorithm(),
                        key.lanes(),
                        Arrays.stream(fit.weights())
                            .mapToObj(w -> String.format(Locale.ROOT, "%.4g", w))
                            .collect(Collectors.joining(" ")),
                        fit.samples(),
                        100 * fit.medianError())));
    return String.join("\n", lines) + "\n";
  }

  /**
   * The model of a text.
   *
   * @throws IllegalArgumentException when it is none
   */
  static TimeModel read(List<String> lines) {
    Map<TimeModel.Key, double[]> weights = new HashMap<>();
    for (String line : lines) {
      String text = line.contains(COMMENT) ? line.substring(0, line.indexOf(COMMENT)) : line;
      if (!text.isBlank()) {
        String[] words = text.strip().split(" +");
        if (words.length != 2 + Features.NAMES.size()) {
          throw new IllegalArgumentException("no line of a model: " + line);
        }
        weights.put(
            new TimeModel.Key(words[0], Integer.parseInt(words[1])),
            Arrays.stream(words).skip(2).mapToDouble(Double::parseDouble).toArray());
      }
    }
    return new TimeModel(weights);
  }
}
