package dev.whittle.passes.cost;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Expanded;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What the time of a kernel depends on. Each is in nanoseconds, at a nominal rate of the machine:
 * the {@link TimeModel} says how much each of them counts for which algorithm.
 *
 * @param arithmetic the operations that are executed, on padding too, at the peak
 * @param expected the op's own operations at the share of the peak that the candidate claims
 * @param weights the weights as they are packed, read once
 * @param input the other operands in their layouts, read once
 * @param output the results in their layouts, written once
 * @param rows the rows of the result, in blocks of channels
 * @param spilled the part of the weights that a second-level cache has no room for
 * @param distant the part of the weights that a last-level cache has no room for
 * @param sizes those of the first operand and of the weights: what work is like what
 */
public record Features(
    double arithmetic,
    double expected,
    double weights,
    double input,
    double output,
    double rows,
    double spilled,
    double distant,
    List<Integer> sizes) {
  /** Names of the features in the order of {@link #values}. */
  public static final List<String> NAMES =
      List.of(
          "arithmetic",
          "expected",
          "weights",
          "input",
          "output",
          "rows",
          "spilled",
          "distant",
          "step");

  private static final double FLOPS_PER_LANE_AND_NANOSECOND = 12.8;
  private static final double BYTES_PER_NANOSECOND = 20;
  private static final double NANOSECONDS_PER_ROW = 10;
  private static final double NANOSECONDS_PER_STEP = 500;
  private static final double SECOND_LEVEL_BYTES = 1e6;
  private static final double LAST_LEVEL_BYTES = 24e6;

  public Features {
    sizes = List.copyOf(sizes);
  }

  /** The features of {@code node}, which is wrapped, when {@code candidate} runs it. */
  public static Features of(Graph graph, Node node, Candidate candidate, Target target) {
    Lowered lowered = (Lowered) node.op();
    Set<Integer> weighing = weights(lowered.op());
    List<Integer> sizes = new ArrayList<>();
    List<TensorType> operands = graph.operandTypes(node);
    List<Layout> layouts = candidate.operandLayouts();
    double peak = target.lanes() * FLOPS_PER_LANE_AND_NANOSECOND;
    double weights = 0;
    double input = 0;
    double products = 0;
    for (int i = 0; i < operands.size(); i++) {
      TensorType type = operands.get(i);
      Layout layout = i < layouts.size() ? layouts.get(i) : candidate.layout();
      double bytes = bytes(type, layout);
      boolean isWeight = weighing.contains(i);
      if (i == 0 || isWeight) {
        Arrays.stream(type.shape().sizes()).forEach(sizes::add);
      }
      weights += isWeight ? bytes : 0;
      input += isWeight ? 0 : bytes;
      boolean isExpansion = isWeight && i == 1 && weighing.size() > 1;
      products +=
          isWeight
              ? bytes
                  / Float.BYTES
                  * positions(type, layout, isExpansion ? operands.getFirst() : node.type())
              : 0;
    }
    double output = node.types().stream().mapToDouble(t -> bytes(t, candidate.layout())).sum();
    double own = Costs.of(graph, node).flops();
    double executed =
        products > 0
            ? 2 * products
            : own * output / node.types().stream().mapToDouble(TensorType::bytes).sum();
    return new Features(
        executed / peak,
        own / (peak * candidate.efficiency()),
        weights / BYTES_PER_NANOSECOND,
        input / BYTES_PER_NANOSECOND,
        output / BYTES_PER_NANOSECOND,
        NANOSECONDS_PER_ROW * rows(node.type(), target.lanes()),
        Math.max(0, weights - SECOND_LEVEL_BYTES) / BYTES_PER_NANOSECOND,
        Math.max(0, weights - LAST_LEVEL_BYTES) / BYTES_PER_NANOSECOND,
        sizes);
  }

  /** Which operands are weights that are multiplied. */
  private static Set<Integer> weights(Op op) {
    return switch (op) {
      case Conv _, Dense _ -> Set.of(1);
      case Expanded _ -> Set.of(1, 3);
      default -> Set.of();
    };
  }

  /** Those of a conversion between layouts. */
  public static Features reorder(TensorType type, Layout from, Layout to) {
    double input = bytes(type, from) / BYTES_PER_NANOSECOND;
    double output = bytes(type, to) / BYTES_PER_NANOSECOND;
    List<Integer> sizes = Arrays.stream(type.shape().sizes()).boxed().toList();
    return new Features(0, 0, 0, input, output, 0, 0, 0, sizes);
  }

  /** The features, and last the nominal time of a step that does nothing. */
  public double[] values() {
    return new double[] {
      arithmetic, expected, weights, input, output, rows, spilled, distant, NANOSECONDS_PER_STEP
    };
  }

  private static double bytes(TensorType type, Layout layout) {
    return (double) Float.BYTES * layout.size(type.shape().sizes());
  }

  /**
   * How often each weight is used: for every result, or tile of results where it is transformed.
   */
  private static double positions(TensorType weight, Layout layout, TensorType result) {
    Shape shape = result.shape();
    double positions = shape.size(0);
    int[] kernel = Arrays.stream(weight.shape().sizes()).skip(2).toArray();
    int[] tile = layout.transform().map(t -> t.tile(kernel)).orElse(new int[0]);
    for (int axis = 2; axis < shape.rank(); axis++) {
      int side = axis - 2 < tile.length ? tile[axis - 2] : 1;
      positions *= Math.ceilDiv(shape.size(axis), side);
    }
    return positions;
  }

  private static double rows(TensorType result, int lanes) {
    Shape shape = result.shape();
    double rows = shape.rank() > 0 ? shape.size(0) : 1;
    for (int axis = 2; axis < shape.rank() - 1; axis++) {
      rows *= shape.size(axis);
    }
    return shape.rank() > 1 ? rows * Math.ceilDiv(shape.size(1), lanes) : rows;
  }
}
