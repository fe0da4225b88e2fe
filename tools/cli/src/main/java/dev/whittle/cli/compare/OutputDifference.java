package dev.whittle.cli.compare;

import dev.whittle.cli.guard.Comparison;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Output;
import dev.whittle.ir.Shape;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.json.Json;
import java.util.OptionalDouble;

/** How far two networks are apart in one output, item after item. */
final class OutputDifference {
  private final String name;
  private final boolean isScores;
  private final boolean isShares;
  private int items;
  private long elements;
  private double largest;
  private double sum;
  private double logits;
  private double relative;
  private int same;

  OutputDifference(Graph graph, Output output) {
    Shape shape = graph.type(output.value()).shape();
    this.name = output.name();
    this.isScores = shape.rank() == 2 && shape.size(0) == 1 && shape.size(1) > 1;
    this.isShares = LogitDifference.suits(graph, output);
  }

  String name() {
    return name;
  }

  /** Adds an item and answers how far apart it is, relative to the largest value. */
  double add(Tensor first, Tensor second) {
    float[] expected = first.floats();
    float[] actual = second.floats();
    for (int i = 0; i < expected.length; i++) {
      double apart = apart(expected[i], actual[i]);
      largest = Math.max(largest, apart);
      sum += apart;
    }
    logits += isShares ? LogitDifference.sum(expected, actual) : 0;
    items++;
    elements += expected.length;
    same += isScores && Comparison.best(expected) == Comparison.best(actual) ? 1 : 0;
    double here = Comparison.difference(expected, actual);
    relative = Math.max(relative, here);
    return here;
  }

  /** The distance; infinite where one side is NaN or infinite and the other is not. */
  static double apart(float expected, float actual) {
    if (Float.compare(expected, actual) == 0) {
      return 0;
    }
    double apart = Math.abs((double) expected - actual);
    return Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart;
  }

  double largest() {
    return largest;
  }

  double mean() {
    return elements == 0 ? 0 : sum / elements;
  }

  /** The mean distance of a score behind the softmax; nothing where the output is none. */
  OptionalDouble meanLogit() {
    return isShares && elements > 0 ? OptionalDouble.of(logits / elements) : OptionalDouble.empty();
  }

  double relative() {
    return relative;
  }

  /** For how many items the best score is the same; blank where the output holds no scores. */
  String agreement() {
    return isScores ? same + " of " + items : "";
  }

  Json json() {
    Json.Builder json =
        Json.object()
            .put("name", name)
            .put("largest", largest)
            .put("mean", mean())
            .put("relative", relative);
    meanLogit().ifPresent(mean -> json.put("meanLogit", mean));
    return (isScores ? json.put("sameTop1", same) : json).build();
  }
}
