package dev.whittle.passes.ledger;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Output;
import dev.whittle.ir.Shape;
import dev.whittle.ir.Value;
import dev.whittle.ir.reference.Agreement;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.Magnitude;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.passes.Executor.Running;
import dev.whittle.passes.cost.Costs;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The outputs of one network beside those of the original, item after item. */
final class Comparison {
  private final Graph graph;
  private final Optional<Output> scores;
  private int items;
  private double largest;
  private OptionalDouble relative = OptionalDouble.empty();
  private int same;
  private int right;

  private Comparison(Graph graph) {
    this.graph = graph;
    this.scores = graph.outputs().stream().filter(o -> isScores(graph, o)).findFirst();
  }

  /** The differences of {@code networks}, the first of which is the original. */
  static List<Difference> of(List<Running> networks, Subject subject, Trial trial) {
    Data data = trial.data();
    List<Comparison> comparisons = new ArrayList<>();
    networks.forEach(n -> comparisons.add(new Comparison(subject.graph())));
    Runnable step = trial.watcher().begin("comparing", data.count());
    for (int item = 0; item < data.count(); item++) {
      Map<String, Tensor> inputs = data.inputs().apply(item);
      Map<String, Tensor> expected = networks.getFirst().run(inputs);
      Map<String, Tensor> magnitudes = item == 0 ? magnitudes(subject, inputs) : Map.of();
      int label = data.labels().isEmpty() ? -1 : data.labels().get(item);
      for (int i = 0; i < networks.size(); i++) {
        Map<String, Tensor> actual = i == 0 ? expected : networks.get(i).run(inputs);
        comparisons.get(i).add(expected, actual, magnitudes, label);
      }
      step.run();
    }
    boolean isLabelled = !data.labels().isEmpty();
    return comparisons.stream().map(c -> c.difference(isLabelled)).toList();
  }

  /** How large the numbers were that made each output; none when that takes too long. */
  private static Map<String, Tensor> magnitudes(Subject subject, Map<String, Tensor> inputs) {
    if (!Costs.suitReference(subject.graph())) {
      return Map.of();
    }
    Evaluation evaluation = ReferenceEvaluator.trace(subject.source(), subject.weights(), inputs);
    Map<Value, Tensor> all = Magnitude.of(evaluation);
    Map<String, Tensor> magnitudes = new HashMap<>();
    evaluation.graph().outputs().forEach(o -> magnitudes.put(o.name(), all.get(o.value())));
    return magnitudes;
  }

  private static boolean isScores(Graph graph, Output output) {
    Shape shape = graph.type(output.value()).shape();
    return shape.rank() == 2 && shape.size(1) > 1;
  }

  private void add(
      Map<String, Tensor> expected,
      Map<String, Tensor> actual,
      Map<String, Tensor> magnitudes,
      int label) {
    items++;
    for (Output output : graph.outputs()) {
      String name = output.name();
      largest = Math.max(largest, largest(expected.get(name).floats(), actual.get(name).floats()));
      if (magnitudes.containsKey(name)) {
        double error =
            Agreement.of(expected.get(name), actual.get(name), magnitudes.get(name)).error();
        relative = OptionalDouble.of(Math.max(relative.orElse(0), error));
      }
    }
    scores.ifPresent(output -> {
      int wanted = best(expected.get(output.name()));
      int got = best(actual.get(output.name()));
      same += wanted == got ? 1 : 0;
      right += got == label ? 1 : 0;
    });
  }

  private Difference difference(boolean isLabelled) {
    return new Difference(
        items,
        largest,
        relative,
        scores.isPresent() ? OptionalInt.of(same) : OptionalInt.empty(),
        scores.isPresent() && isLabelled ? OptionalInt.of(right) : OptionalInt.empty());
  }

  private static double largest(float[] expected, float[] actual) {
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] != actual[i] && !(Float.isNaN(expected[i]) && Float.isNaN(actual[i]))) {
        double here = Math.abs((double) expected[i] - actual[i]);
        largest = Math.max(largest, Double.isNaN(here) ? Double.POSITIVE_INFINITY : here);
      }
    }
    return largest;
  }

  /** The position of the largest score of the first row. */
  private static int best(Tensor scores) {
    float[] values = scores.floats();
    int best = 0;
    for (int i = 1; i < scores.size(1); i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
