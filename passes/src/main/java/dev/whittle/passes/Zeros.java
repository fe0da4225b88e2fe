package dev.whittle.passes;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Parameter;
import dev.whittle.runtime.Columns;
import dev.whittle.runtime.Layout;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.Optional;

/** What a kernel that leaves out a weight's zeros needs to know of them. */
@FunctionalInterface
public interface Zeros {
  /** A weight of fewer zeros is dense: kernels that multiply all of it are faster. */
  double FEWEST = 0.2;

  /** How far the values lie apart of which the first impression is made; a prime. */
  int GLIMPSE = 61;

  /** So many weights are looked through at once. */
  int FEW = 1 << 16;

  /** Columns that are not all zero in blocks of {@code outputs}, see {@link Columns}. */
  int columns(int outputs);

  /**
   * The zeros of the weight of {@code node}, a convolution or a dense layer; nothing when it has
   * few, is computed, or is not among {@code weights}.
   */
  static Optional<Zeros> of(Graph graph, Node node, Weights weights) {
    return node.op() instanceof Lowered lowered
            && (lowered.op() instanceof Conv || lowered.op() instanceof Dense)
        ? tensor(graph, node.operand(1), weights).filter(Zeros::hasMany).map(Zeros::of)
        : Optional.empty();
  }

  /** The zeros of {@code weight}. */
  static Zeros of(Tensor weight) {
    float[] values = weight.floats();
    int[] shape = weight.shape();
    return outputs -> Columns.count(values, shape, outputs);
  }

  /** What is known of the zeros of a weight once it is laid out: those of its own blocks. */
  static Optional<Zeros> of(Layout layout) {
    return layout
        .columns()
        .map(columns -> outputs -> layout.block('O') == outputs ? columns.count() : 0);
  }

  private static Optional<Tensor> tensor(Graph graph, Value value, Weights weights) {
    return switch (graph.node(value).op()) {
      case Parameter parameter -> weights.find(parameter.name());
      case Constant constant -> Optional.of(constant.value());
      default -> Optional.empty();
    };
  }

  private static boolean hasMany(Tensor weight) {
    return (weight.elementCount() <= FEW || share(weight, GLIMPSE) >= FEWEST / 2)
        && share(weight, 1) >= FEWEST;
  }

  private static double share(Tensor weight, int step) {
    long zeros = 0;
    long seen = 0;
    for (long i = 0; i < weight.elementCount(); i += step) {
      zeros += weight.get(i) == 0 ? 1 : 0;
      seen++;
    }
    return seen == 0 ? 0 : (double) zeros / seen;
  }
}
