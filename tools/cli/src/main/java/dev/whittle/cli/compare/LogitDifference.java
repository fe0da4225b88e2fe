package dev.whittle.cli.compare;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.Shape;
import dev.whittle.ir.op.Softmax;

/**
 * How far two rows of probabilities are apart in the scores they are the softmax of: the logarithms
 * less their mean, for a softmax forgets what all scores have in common.
 */
public final class LogitDifference {
  private LogitDifference() {}

  /** Whether {@code output} is a row of probabilities. */
  static boolean suits(Graph graph, Output output) {
    Shape shape = graph.type(output.value()).shape();
    return isOfSoftmax(graph, output)
        && shape.rank() == 2
        && shape.size(0) == 1
        && shape.size(1) > 1;
  }

  /** Whether {@code output} is what a softmax makes, whatever its shape is called since. */
  public static boolean isOfSoftmax(Graph graph, Output output) {
    Node node = graph.node(output.value());
    while (node.op().isRenaming() && !node.operands().isEmpty()) {
      node = graph.node(node.operand(0));
    }
    return node.op() instanceof Softmax;
  }

  /** The sum of the distances of all elements' scores; infinite where they cannot be worked out. */
  static double sum(float[] expected, float[] actual) {
    double[] first = logits(expected);
    double[] second = logits(actual);
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += Math.abs(first[i] - second[i]);
    }
    return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
  }

  private static double[] logits(float[] probabilities) {
    double[] logits = new double[probabilities.length];
    double mean = 0;
    for (int i = 0; i < logits.length; i++) {
      logits[i] = Math.log(Math.max(Float.MIN_VALUE, probabilities[i]));
      mean += logits[i] / logits.length;
    }
    for (int i = 0; i < logits.length; i++) {
      logits[i] -= mean;
    }
    return logits;
  }
}
