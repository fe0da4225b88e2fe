package dev.whittle.cli.compress;

import dev.whittle.cli.UserError;
import dev.whittle.cli.compare.LogitDifference;
import dev.whittle.cli.guard.Comparison;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Output;
import dev.whittle.ir.Shape;
import dev.whittle.runtime.Tensor;
import java.util.Map;

/**
 * The output of a network that scores classes.
 *
 * @param isShares whether the scores are probabilities already, and not their logarithms
 */
record Scores(String output, boolean isShares) {
  private static final double LEAST = 1e-12;

  /**
   * The scores of {@code graph}, its first output that is a row of several numbers.
   *
   * @param graph with its symbolic sizes bound to 1
   * @throws UserError when there are none
   */
  static Scores of(Graph graph) {
    for (Output output : graph.outputs()) {
      Shape shape = graph.type(output.value()).shape();
      if (shape.rank() == 2 && shape.size(1) > 1) {
        return new Scores(output.name(), LogitDifference.isOfSoftmax(graph, output));
      }
    }
    throw UserError.usage(
        graph.name() + " has no output that scores classes",
        "compress counts answers: an output of two axes, f32[N, classes]");
  }

  float[] of(Map<String, Tensor> outputs) {
    return outputs.get(output).floats();
  }

  /** The answer: the class with the largest score. */
  static int best(float[] scores) {
    return Comparison.best(scores);
  }

  /**
   * The Kullback-Leibler divergence of the probabilities that {@code actual} means from those that
   * {@code expected} does, in nats; infinite where it cannot be worked out.
   */
  double divergence(float[] expected, float[] actual) {
    double[] wanted = logarithms(expected);
    double[] got = logarithms(actual);
    double sum = 0;
    for (int i = 0; i < wanted.length; i++) {
      sum += Math.exp(wanted[i]) * (wanted[i] - got[i]);
    }
    return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : Math.max(0, sum);
  }

  /** Logarithms of probabilities that sum to 1. */
  private double[] logarithms(float[] scores) {
    double[] values = new double[scores.length];
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < values.length; i++) {
      values[i] = isShares ? Math.log(Math.max(LEAST, scores[i])) : scores[i];
      most = Math.max(most, values[i]);
    }
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value - most);
    }
    double all = most + Math.log(sum);
    for (int i = 0; i < values.length; i++) {
      values[i] -= all;
    }
    return values;
  }
}
