package dev.whittle.ir.reference;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
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
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Pad;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Reduction;
import dev.whittle.ir.op.Reorder;
import dev.whittle.ir.op.Reshape;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Softmax;
import dev.whittle.ir.op.Split;
import dev.whittle.ir.op.ToFloat;
import dev.whittle.ir.op.Transpose;
import dev.whittle.ir.op.Upsample;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What every graph means: the executable specification that passes, kernels and compiled networks
 * are compared with.
 *
 * <p>Naive loops in the textbook order. Every op computes in double precision and rounds each
 * element of its results once, to the result's element type. NaN, infinities and −0 behave as in
 * ONNX; where ONNX leaves a NaN's fate open (maxima, clipping) it propagates. Padding adds nothing
 * to a sum, whatever the weight.
 */
public final class ReferenceEvaluator {
  private ReferenceEvaluator() {}

  /**
   * The outputs of {@code graph} by name.
   *
   * @param inputs one tensor for each input, by name; they bind symbolic sizes
   * @throws IllegalArgumentException when an input or weight is missing or has another type
   * @throws dev.whittle.ir.ShapeException when the bound sizes do not fit the network
   */
  public static Map<String, Tensor> evaluate(
      Graph graph, Weights weights, Map<String, Tensor> inputs) {
    return trace(graph, weights, inputs).outputs();
  }

  /** As {@link #evaluate}, keeping every intermediate value. */
  public static Evaluation trace(Graph graph, Weights weights, Map<String, Tensor> inputs) {
    Graph bound = bind(graph, inputs);
    Map<Value, Tensor> values = new LinkedHashMap<>();
    for (Node node : bound.nodes()) {
      List<Tensor> results =
          switch (node.op()) {
            case Input _ -> List.of(inputs.get(node.name()));
            case Parameter parameter -> List.of(parameter(parameter, weights));
            case Op op -> apply(op, node.operands().stream().map(values::get).toList());
          };
      for (int i = 0; i < results.size(); i++) {
        values.put(node.result(i), results.get(i));
      }
    }
    return new Evaluation(bound, values);
  }

  /**
   * The results of one op.
   *
   * @throws IllegalArgumentException for an input or a parameter, which have no value of their own
   * @throws dev.whittle.ir.ShapeException when the op cannot take the operands
   */
  public static List<Tensor> apply(Op op, List<Tensor> operands) {
    List<TensorType> types = op.infer(operands.stream().map(ReferenceEvaluator::type).toList());
    TensorType type = types.getFirst();
    return switch (op) {
      case Input _ -> throw new IllegalArgumentException("an input has no value of its own");
      case Parameter p -> throw new IllegalArgumentException(p.name() + " lives in the weights");
      case Constant constant -> List.of(constant.value());
      case Conv conv -> List.of(Convolution.conv(conv, operands, type));
      case Dense _ -> List.of(Convolution.dense(operands, type));
      case MaxPool pool -> List.of(Pooling.max(pool, operands.getFirst(), type));
      case AveragePool pool -> List.of(Pooling.average(pool, operands.getFirst(), type));
      case GlobalAveragePool _ -> List.of(Pooling.globalAverage(operands.getFirst(), type));
      case BatchNorm norm -> List.of(Normalisation.batch(norm, operands, type));
      case Activation activation ->
          List.of(Elementwise.activate(activation, operands.getFirst(), type));
      case Softmax softmax -> List.of(Normalisation.softmax(softmax, operands.getFirst(), type));
      case Arithmetic arithmetic -> List.of(Elementwise.combine(arithmetic, operands, type));
      case Concat concat -> List.of(Movement.concat(concat, operands, type));
      case Pad pad -> List.of(Movement.pad(pad, operands.getFirst(), type));
      case ToFloat _ -> List.of(Rounding.tensor(type, operands.getFirst().floats()));
      case Cast _ -> List.of(Rounding.cast(type, operands.getFirst().floats()));
      case Reshape _, Flatten _, Dropout _, Reorder _ ->
          List.of(Movement.reshape(operands.getFirst(), type));
      case Transpose transpose -> List.of(Movement.transpose(transpose, operands.getFirst(), type));
      case Slice slice -> List.of(Movement.slice(slice, operands.getFirst(), type));
      case ChannelShuffle shuffle -> Movement.shuffle(shuffle, operands, types);
      case Split split -> Movement.split(split, operands.getFirst(), types);
      case Reduction reduction -> List.of(Reducing.reduce(reduction, operands.getFirst(), type));
      case ArgMax argMax -> List.of(Reducing.argMax(argMax, operands.getFirst(), type));
      case LocalResponseNorm norm ->
          List.of(Normalisation.localResponse(norm, operands.getFirst(), type));
      case Upsample upsample -> List.of(Resampling.upsample(upsample, operands.getFirst(), type));
      case Expanded expanded -> expanded(expanded, operands);
      case Lowered lowered -> lowered(lowered, operands);
    };
  }

  /** The type of a tensor. */
  public static TensorType type(Tensor tensor) {
    return new TensorType(tensor.type(), Shape.of(tensor.shape()));
  }

  private static List<Tensor> expanded(Expanded expanded, List<Tensor> operands) {
    List<Tensor> map = apply(expanded.expansion(), Expanded.expanding(operands));
    for (Activation function : expanded.functions()) {
      map = apply(function, map);
    }
    return apply(expanded.filter(), Expanded.filtering(map.getFirst(), operands));
  }

  private static List<Tensor> lowered(Lowered lowered, List<Tensor> operands) {
    int next = lowered.ownOperands(operands.size());
    List<Tensor> results = apply(lowered.op(), operands.subList(0, next));
    for (Epilogue step : lowered.epilogue()) {
      Tensor value = results.getFirst();
      results =
          switch (step) {
            case Epilogue.Apply(Activation activation) -> apply(activation, List.of(value));
            case Epilogue.AddOperand() -> apply(new Add(), List.of(value, operands.get(next++)));
          };
    }
    return results;
  }

  private static Tensor parameter(Parameter parameter, Weights weights) {
    Tensor tensor =
        weights
            .find(parameter.name())
            .orElseThrow(() -> new IllegalArgumentException("no weight " + parameter.name()));
    if (!type(tensor).equals(parameter.type())) {
      throw new IllegalArgumentException(
          "weight %s is %s, the network needs %s"
              .formatted(parameter.name(), type(tensor), parameter.type()));
    }
    return tensor;
  }

  private static Graph bind(Graph graph, Map<String, Tensor> inputs) {
    Set<String> names = graph.inputs().stream().map(Node::name).collect(Collectors.toSet());
    if (!names.equals(inputs.keySet())) {
      throw new IllegalArgumentException(
          "%s takes the inputs %s, got %s".formatted(graph.name(), names, inputs.keySet()));
    }
    Map<String, Integer> sizes = new HashMap<>();
    for (Node node : graph.inputs()) {
      TensorType given = type(inputs.get(node.name()));
      Shape declared = node.type().shape();
      for (int axis = 0; axis < Math.min(declared.rank(), given.rank()); axis++) {
        if (declared.dim(axis) instanceof Dim.Symbol(String symbol)) {
          sizes.putIfAbsent(symbol, given.shape().size(axis));
        }
      }
      if (!node.type().bind(sizes).equals(given)) {
        throw new IllegalArgumentException(
            "input %s is %s, the network takes %s".formatted(node.name(), given, node.type()));
      }
    }
    return sizes.isEmpty() ? graph : graph.bind(sizes);
  }
}
