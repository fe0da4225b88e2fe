package dev.whittle.ir.reference;

import dev.whittle.ir.Node;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.ArgMax;
import dev.whittle.ir.op.Arithmetic;
import dev.whittle.ir.op.AveragePool;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.Cast;
import dev.whittle.ir.op.ChannelShuffle;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Dropout;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Expanded;
import dev.whittle.ir.op.Flatten;
import dev.whittle.ir.op.GlobalAveragePool;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.LocalResponseNorm;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.MaxPool;
import dev.whittle.ir.op.Mean;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Pad;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.ReduceMax;
import dev.whittle.ir.op.ReduceMin;
import dev.whittle.ir.op.ReduceSum;
import dev.whittle.ir.op.Reorder;
import dev.whittle.ir.op.Reshape;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Softmax;
import dev.whittle.ir.op.Split;
import dev.whittle.ir.op.ToFloat;
import dev.whittle.ir.op.Transpose;
import dev.whittle.ir.op.Upsample;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The size of the numbers that were added up to make each value: the scale of the rounding errors
 * it may carry.
 *
 * <p>For one op it is the op evaluated on {@code |W|} and {@code |x|}. Through a network it is
 * propagated to first order: what moves, selects or averages elements passes their magnitudes on,
 * products and functions scale them by the derivative. Sums of products (convolution and fully
 * connected layers) start afresh from {@code max(|x|, m(x) / 32)}: a full propagation would grow by
 * the square root of the reduction's length in every layer until it forgave everything, and none at
 * all would forget that an operand may itself be a small difference of large numbers.
 *
 * <p>A convolution may be computed on transformed tiles, whose errors are those of the largest
 * number of the tile wherever in it a result is: its magnitudes are at least a 32nd of the largest
 * one of their map.
 */
public final class Magnitude {
  private static final double CARRIED = 1.0 / 32;

  private Magnitude() {}

  /** The magnitude of every value, each in the value's shape. */
  public static Map<Value, Tensor> of(Evaluation evaluation) {
    Map<Value, Tensor> magnitudes = new HashMap<>();
    for (Node node : evaluation.graph().nodes()) {
      List<Sized> operands =
          node.operands().stream()
              .map(v -> new Sized(evaluation.value(v), magnitudes.get(v)))
              .toList();
      List<Tensor> results = new ArrayList<>();
      for (int i = 0; i < node.types().size(); i++) {
        results.add(evaluation.value(node.result(i)));
      }
      List<Tensor> sizes = propagate(node.op(), operands, results);
      for (int i = 0; i < sizes.size(); i++) {
        magnitudes.put(node.result(i), sizes.get(i));
      }
    }
    return magnitudes;
  }

  /** The magnitudes of one op's results, given operands that are exact. */
  public static List<Tensor> of(Op op, List<Tensor> operands, List<Tensor> results) {
    return propagate(op, operands.stream().map(t -> new Sized(t, absolute(t))).toList(), results);
  }

  /** A value and its magnitude. */
  record Sized(Tensor value, Tensor magnitude) {}

  private static List<Tensor> propagate(Op op, List<Sized> operands, List<Tensor> results) {
    return switch (op) {
      case Input _, Parameter _, Constant _, ArgMax _, ToFloat _, Cast _ ->
          results.stream().map(Magnitude::absolute).toList();
      case Conv _ -> List.of(spread(product(op, operands)));
      case Dense _ -> List.of(product(op, operands));
      case Pad pad ->
          ReferenceEvaluator.apply(
              new Pad(pad.pads(), Math.abs(pad.value())), magnitudes(operands));
      case MaxPool _,
          AveragePool _,
          GlobalAveragePool _,
          Mean _,
          ReduceSum _,
          ReduceMax _,
          Upsample _ ->
          ReferenceEvaluator.apply(op, magnitudes(operands));
      case Concat _, ChannelShuffle _, Reshape _, Flatten _, Transpose _ ->
          ReferenceEvaluator.apply(op, magnitudes(operands));
      case Slice _, Split _, Dropout _, Reorder _ ->
          ReferenceEvaluator.apply(op, magnitudes(operands));
      case ReduceMin(List<Integer> axes, boolean keepDims) ->
          ReferenceEvaluator.apply(new ReduceMax(axes, keepDims), magnitudes(operands));
      case BatchNorm norm -> List.of(Propagation.batchNorm(norm, operands));
      case Activation activation ->
          List.of(Propagation.activation(activation, operands.getFirst(), results.getFirst()));
      case Softmax softmax ->
          List.of(Propagation.softmax(softmax, operands.getFirst(), results.getFirst()));
      case Arithmetic arithmetic ->
          List.of(Propagation.arithmetic(arithmetic, operands, results.getFirst()));
      case LocalResponseNorm norm ->
          List.of(Propagation.localResponse(norm, operands.getFirst(), results.getFirst()));
      case Expanded expanded -> List.of(expanded(expanded, operands));
      case Lowered lowered -> lowered(lowered, operands, results);
    };
  }

  private static Tensor expanded(Expanded expanded, List<Sized> operands) {
    Sized map = step(expanded.expansion(), Expanded.expanding(operands));
    for (Activation function : expanded.functions()) {
      map = step(function, List.of(map));
    }
    return step(expanded.filter(), Expanded.filtering(map, operands)).magnitude();
  }

  private static List<Tensor> lowered(Lowered lowered, List<Sized> operands, List<Tensor> results) {
    int next = lowered.ownOperands(operands.size());
    List<Sized> own = operands.subList(0, next);
    if (lowered.epilogue().isEmpty()) {
      return propagate(lowered.op(), own, results);
    }
    Sized value = step(lowered.op(), own);
    for (Epilogue step : lowered.epilogue()) {
      value =
          switch (step) {
            case Epilogue.Apply(Activation activation) -> step(activation, List.of(value));
            case Epilogue.AddOperand() -> step(new Add(), List.of(value, operands.get(next++)));
          };
    }
    return List.of(value.magnitude());
  }

  private static Sized step(Op op, List<Sized> operands) {
    List<Tensor> values = operands.stream().map(Sized::value).toList();
    List<Tensor> results = ReferenceEvaluator.apply(op, values);
    return new Sized(results.getFirst(), propagate(op, operands, results).getFirst());
  }

  private static List<Tensor> magnitudes(List<Sized> operands) {
    return operands.stream().map(Sized::magnitude).toList();
  }

  private static Tensor product(Op op, List<Sized> operands) {
    return ReferenceEvaluator.apply(op, operands.stream().map(Magnitude::carried).toList())
        .getFirst();
  }

  /** {@code sizes}, each at least a share of the largest of its map. */
  private static Tensor spread(Tensor sizes) {
    float[] spread = sizes.floats().clone();
    int map = spread.length / sizes.size(0) / sizes.size(1);
    for (int first = 0; first < spread.length; first += map) {
      float largest = 0;
      for (int i = first; i < first + map; i++) {
        largest = Math.max(largest, spread[i]);
      }
      for (int i = first; i < first + map; i++) {
        spread[i] = Math.max(spread[i], (float) (CARRIED * largest));
      }
    }
    return Tensor.of(spread, sizes.shape());
  }

  private static Tensor carried(Sized operand) {
    float[] values = operand.value().floats();
    float[] magnitudes = operand.magnitude().floats();
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) Math.max(Math.abs(values[i]), CARRIED * magnitudes[i]);
    }
    return Tensor.of(result, operand.value().shape());
  }

  private static Tensor absolute(Tensor tensor) {
    float[] values = tensor.floats();
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = Math.abs(values[i]);
    }
    return Tensor.of(result, tensor.shape());
  }
}
