package dev.whittle.passes.cost;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Abs;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.ArgMax;
import dev.whittle.ir.op.Arithmetic;
import dev.whittle.ir.op.AveragePool;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.Cast;
import dev.whittle.ir.op.ChannelShuffle;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Dropout;
import dev.whittle.ir.op.Elu;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Erf;
import dev.whittle.ir.op.Exp;
import dev.whittle.ir.op.Expanded;
import dev.whittle.ir.op.Flatten;
import dev.whittle.ir.op.Floor;
import dev.whittle.ir.op.Gelu;
import dev.whittle.ir.op.GlobalAveragePool;
import dev.whittle.ir.op.HardSigmoid;
import dev.whittle.ir.op.HardSwish;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.LeakyRelu;
import dev.whittle.ir.op.LocalResponseNorm;
import dev.whittle.ir.op.Log;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.MaxPool;
import dev.whittle.ir.op.Neg;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Pad;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Pow;
import dev.whittle.ir.op.Reduction;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Reorder;
import dev.whittle.ir.op.Reshape;
import dev.whittle.ir.op.Round;
import dev.whittle.ir.op.Sigmoid;
import dev.whittle.ir.op.Silu;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Softmax;
import dev.whittle.ir.op.Softplus;
import dev.whittle.ir.op.Split;
import dev.whittle.ir.op.Sqrt;
import dev.whittle.ir.op.Tanh;
import dev.whittle.ir.op.ToFloat;
import dev.whittle.ir.op.Transpose;
import dev.whittle.ir.op.Upsample;
import java.util.List;

/** Counts the work of ops; the one place where that is decided. */
public final class Costs {
  /** Operations that a polynomial or a division stands for. */
  private static final long TRANSCENDENTAL = 10;

  /** Beyond this, naive loops take minutes. */
  private static final long MOST_REFERENCE_MACS = 2_000_000_000L;

  private Costs() {}

  /** Whether the reference evaluator runs a graph whose sizes are bound within about a minute. */
  public static boolean suitReference(Graph graph) {
    return of(graph).macs() <= MOST_REFERENCE_MACS;
  }

  /** What one run of a graph whose sizes are bound costs; packing weights is not part of a run. */
  public static Cost of(Graph graph) {
    return graph.nodes().stream()
        .filter(n -> !Stored.isStored(graph, n))
        .map(n -> of(graph, n))
        .reduce(Cost.NONE, Cost::plus);
  }

  public static Cost of(Graph graph, Node node) {
    return of(node.op(), graph.operandTypes(node), node.types());
  }

  public static Cost of(Op op, List<TensorType> operands, List<TensorType> results) {
    long macs = macs(op, operands, results);
    return new Cost(macs, 2 * macs + others(op, operands, results), bytes(op, operands, results));
  }

  private static long macs(Op op, List<TensorType> operands, List<TensorType> results) {
    if (op instanceof Lowered lowered) {
      return macs(lowered.op(), own(lowered, operands), results);
    }
    if (op instanceof Expanded expanded) {
      TensorType map = expanded.map(operands);
      return macs(expanded.expansion(), Expanded.expanding(operands), List.of(map))
          + macs(expanded.filter(), Expanded.filtering(map, operands), results);
    }
    if (!(op instanceof Conv || op instanceof Dense)) {
      return 0;
    }
    Shape weight = operands.get(1).shape();
    long sum = weight.elementCount() / weight.size(0);
    return Math.multiplyExact(results.getFirst().shape().elementCount(), sum);
  }

  private static long others(Op op, List<TensorType> operands, List<TensorType> results) {
    long out = results.getFirst().shape().elementCount();
    return switch (op) {
      case Conv _, Dense _ -> operands.size() > 2 ? out : 0;
      case Expanded expanded -> {
        List<TensorType> map = List.of(expanded.map(operands));
        yield expanded.functions().stream().mapToLong(f -> others(f, map, map)).sum()
            + map.getFirst().shape().elementCount()
            + (operands.size() > 4 ? out : 0);
      }
      case MaxPool pool -> out * product(pool.kernel());
      case AveragePool pool -> out * (product(pool.kernel()) + 1);
      case GlobalAveragePool _, Reduction _, ArgMax _ ->
          operands.getFirst().shape().elementCount() + out;
      case BatchNorm _ -> 2 * out;
      case Relu _, Abs _, Neg _, Round _, Floor _, Sqrt _ -> out;
      case Clip _, LeakyRelu _, Cast _ -> 2 * out;
      case HardSigmoid _, HardSwish _ -> 4 * out;
      case Sigmoid _, Tanh _, Silu _, Exp _, Log _, Erf _, Elu _, Softplus _, Gelu _ ->
          TRANSCENDENTAL * out;
      case Softmax _ -> (TRANSCENDENTAL + 3) * out;
      case LocalResponseNorm norm -> (2L * norm.size() + 2 * TRANSCENDENTAL) * out;
      case Pow _ -> 2 * TRANSCENDENTAL * out;
      case Arithmetic _ -> out;
      case Upsample upsample -> upsample.mode() == Upsample.Mode.BILINEAR ? 6 * out : 0;
      case Lowered lowered ->
          others(lowered.op(), own(lowered, operands), results)
              + lowered.epilogue().stream().mapToLong(e -> epilogue(e, results)).sum();
      case Input _, Parameter _, Constant _, Concat _, Pad _, Reshape _, Flatten _, Transpose _ ->
          0;
      case ChannelShuffle _, Slice _, Split _, Dropout _, ToFloat _, Reorder _ -> 0;
    };
  }

  private static long epilogue(Epilogue epilogue, List<TensorType> results) {
    return switch (epilogue) {
      case Epilogue.Apply(Activation activation) -> others(activation, results, results);
      case Epilogue.AddOperand _ -> results.getFirst().shape().elementCount();
    };
  }

  private static long bytes(Op op, List<TensorType> operands, List<TensorType> results) {
    if (op instanceof Lowered lowered && !lowered.isView()) {
      return lowered.op().isRenaming() ? 0 : moved(operands, results);
    }
    boolean isStored = op instanceof Input || op instanceof Parameter || op instanceof Constant;
    return isStored || op instanceof Lowered || op.isRenaming() ? 0 : moved(operands, results);
  }

  private static long moved(List<TensorType> operands, List<TensorType> results) {
    return operands.stream().mapToLong(TensorType::bytes).sum()
        + results.stream().mapToLong(TensorType::bytes).sum();
  }

  private static List<TensorType> own(Lowered lowered, List<TensorType> operands) {
    return operands.subList(0, lowered.ownOperands(operands.size()));
  }

  private static long product(List<Integer> sizes) {
    return sizes.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }
}
