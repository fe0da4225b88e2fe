package dev.whittle.onnx;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Abs;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.ArgMax;
import dev.whittle.ir.op.AveragePool;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.Cast;
import dev.whittle.ir.op.ChannelShuffle;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.Dropout;
import dev.whittle.ir.op.Elu;
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
import dev.whittle.ir.op.Maximum;
import dev.whittle.ir.op.Minimum;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Neg;
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
import dev.whittle.ir.op.Sub;
import dev.whittle.ir.op.Tanh;
import dev.whittle.ir.op.ToFloat;
import dev.whittle.ir.op.Transpose;
import dev.whittle.ir.op.Upsample;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Writes a portable f32 graph as an ONNX model, operator set 20. */
public final class OnnxExport {
  private static final int IR_VERSION = 10;
  private static final int OPERATOR_SET = 20;

  private final Graph graph;
  private final Weights weights;
  private final Protobuf message = new Protobuf();
  private final NodeWriter writer;
  private final Composites composites;

  private OnnxExport(Graph graph, Weights weights) {
    this.graph = graph;
    this.weights = weights;
    this.writer = new NodeWriter(graph, message);
    this.composites = new Composites(graph, writer);
  }

  /**
   * The model, whose outputs are those of the graph under the names of their {@link #name values}.
   *
   * @throws IllegalArgumentException when the graph is lowered or not f32
   */
  public static OnnxModel of(Graph graph, Weights weights) {
    return of(
        graph, weights, new LinkedHashSet<>(graph.outputs().stream().map(Output::value).toList()));
  }

  /**
   * The model under the network's own names of outputs, where no other value has them.
   *
   * @throws IllegalArgumentException when the graph is lowered or not f32
   */
  public static OnnxModel network(Graph graph, Weights weights) {
    OnnxExport export = new OnnxExport(graph, weights);
    export.message.text(2, graph.name());
    graph.nodes().forEach(export::node);
    Set<String> taken = new HashSet<>();
    for (Node node : graph.nodes()) {
      IntStream.range(0, node.types().size()).forEach(i -> taken.add(export.name(node.result(i))));
    }
    for (Output output : graph.outputs()) {
      String value = export.name(output.value());
      boolean isFree = taken.add(output.name());
      String name = isFree ? output.name() : value;
      if (isFree) {
        export.writer.emit(name + ".output", "Identity", Map.of(), List.of(value), List.of(name));
      }
      export.message.message(12, OnnxNodes.valueInfo(name, graph.type(output.value())));
    }
    return export.model();
  }

  /**
   * The model with other outputs.
   *
   * @param outputs the values to give back, each under its {@link #name}
   * @throws IllegalArgumentException when the graph is lowered or not f32
   */
  public static OnnxModel of(Graph graph, Weights weights, Collection<Value> outputs) {
    OnnxExport export = new OnnxExport(graph, weights);
    export.message.text(2, graph.name());
    graph.nodes().forEach(export::node);
    for (Value output : outputs) {
      export.message.message(12, OnnxNodes.valueInfo(export.name(output), graph.type(output)));
    }
    return export.model();
  }

  private OnnxModel model() {
    return new OnnxModel(
        new Protobuf()
            .integer(1, IR_VERSION)
            .text(2, "whittle")
            .message(7, message)
            .message(8, new Protobuf().text(1, "").integer(2, OPERATOR_SET)));
  }

  /** What a value is called in the exported model. */
  public static String name(Graph graph, Value value) {
    Node node = graph.node(value);
    return node.types().size() == 1 ? node.name() : node.name() + ":" + value.index();
  }

  private String name(Value value) {
    return name(graph, value);
  }

  private void node(Node node) {
    switch (node.op()) {
      case Input(var type, _) -> message.message(11, OnnxNodes.valueInfo(node.name(), type));
      case Parameter parameter ->
          message.message(
              5, OnnxNodes.tensor(node.name(), weights.find(parameter.name()).orElseThrow()));
      case Constant(Tensor value) -> message.message(5, OnnxNodes.tensor(node.name(), value));
      case Conv c ->
          writer.emit(
              node,
              "Conv",
              Map.of(
                  "kernel_shape", c.kernel(),
                  "strides", c.strides(),
                  "pads", c.pads(),
                  "dilations", c.dilations(),
                  "group", c.groups()));
      case Dense _ -> writer.emit(node, "Gemm", Map.of("transB", 1));
      case MaxPool p ->
          composites.pool(
              node,
              "MaxPool",
              p.ceil(),
              Map.of(
                  "kernel_shape", p.kernel(),
                  "strides", p.strides(),
                  "pads", p.pads(),
                  "dilations", p.dilations()));
      case AveragePool p ->
          composites.pool(
              node,
              "AveragePool",
              p.ceil(),
              Map.of(
                  "kernel_shape", p.kernel(),
                  "strides", p.strides(),
                  "pads", p.pads(),
                  "dilations", Collections.nCopies(p.kernel().size(), 1),
                  "count_include_pad", p.countIncludePad()));
      case GlobalAveragePool _ -> writer.emit(node, "GlobalAveragePool", Map.of());
      case BatchNorm(float epsilon) ->
          writer.emit(node, "BatchNormalization", Map.of("epsilon", epsilon));
      case Relu _ -> writer.emit(node, "Relu", Map.of());
      case Clip(float min, float max) ->
          writer.emit(
              node,
              "Clip",
              Map.of(),
              writer.scalar(node, "min", min),
              writer.scalar(node, "max", max));
      case LeakyRelu(float alpha) -> writer.emit(node, "LeakyRelu", Map.of("alpha", alpha));
      case Sigmoid _ -> writer.emit(node, "Sigmoid", Map.of());
      case Tanh _ -> writer.emit(node, "Tanh", Map.of());
      case HardSwish _ -> writer.emit(node, "HardSwish", Map.of());
      case HardSigmoid(float alpha, float beta) ->
          writer.emit(node, "HardSigmoid", Map.of("alpha", alpha, "beta", beta));
      case Silu _ -> composites.silu(node);
      case Abs _ -> writer.emit(node, "Abs", Map.of());
      case Neg _ -> writer.emit(node, "Neg", Map.of());
      case Exp _ -> writer.emit(node, "Exp", Map.of());
      case Log _ -> writer.emit(node, "Log", Map.of());
      case Sqrt _ -> writer.emit(node, "Sqrt", Map.of());
      case Erf _ -> writer.emit(node, "Erf", Map.of());
      case Round _ -> writer.emit(node, "Round", Map.of());
      case Floor _ -> writer.emit(node, "Floor", Map.of());
      case Elu(float alpha) -> writer.emit(node, "Elu", Map.of("alpha", alpha));
      case Softplus _ -> writer.emit(node, "Softplus", Map.of());
      case Gelu(Gelu.Approximation approximation) ->
          writer.emit(
              node, "Gelu", Map.of("approximate", approximation.name().toLowerCase(Locale.ROOT)));
      case ToFloat _ -> writer.emit(node, "Cast", Map.of("to", 1));
      case Cast(ElementType type) -> composites.cast(node, type);
      case Softmax(int axis) -> writer.emit(node, "Softmax", Map.of("axis", axis));
      case Add _ -> writer.emit(node, "Add", Map.of());
      case Sub _ -> writer.emit(node, "Sub", Map.of());
      case Mul _ -> writer.emit(node, "Mul", Map.of());
      case Div _ -> writer.emit(node, "Div", Map.of());
      case Minimum _ -> writer.emit(node, "Min", Map.of());
      case Maximum _ -> writer.emit(node, "Max", Map.of());
      case Pow _ -> writer.emit(node, "Pow", Map.of());
      case Concat(int axis) -> writer.emit(node, "Concat", Map.of("axis", axis));
      case ChannelShuffle shuffle -> composites.channelShuffle(node, shuffle);
      case Pad(List<Integer> pads, float value) ->
          writer.emit(
              node,
              "Pad",
              Map.of(),
              writer.integers(node, "pads", pads),
              writer.scalar(node, "value", value));
      case Reshape(List<Integer> shape) ->
          writer.emit(node, "Reshape", Map.of(), writer.integers(node, "shape", shape));
      case Flatten(int axis) -> writer.emit(node, "Flatten", Map.of("axis", axis));
      case Transpose(List<Integer> permutation) ->
          writer.emit(node, "Transpose", Map.of("perm", permutation));
      case Slice s ->
          writer.emit(
              node,
              "Slice",
              Map.of(),
              writer.integers(node, "starts", s.starts()),
              writer.integers(node, "ends", s.ends()),
              writer.integers(node, "axes", s.axes()),
              writer.integers(node, "steps", s.steps()));
      case Split(int axis, List<Integer> sizes) ->
          writer.emit(node, "Split", Map.of("axis", axis), writer.integers(node, "split", sizes));
      case Reduction reduction -> composites.reduce(node, reduction);
      case ArgMax(int axis, boolean keepDims, boolean last) ->
          writer.emit(
              node,
              "ArgMax",
              Map.of("axis", axis, "keepdims", keepDims, "select_last_index", last));
      case LocalResponseNorm norm -> composites.localResponseNorm(node, norm);
      case Dropout(float rate) ->
          writer.emit(node, "Dropout", Map.of(), writer.scalar(node, "ratio", rate));
      case Upsample upsample -> composites.resize(node, upsample);
      case Expanded _, Lowered _, Reorder _ ->
          throw new IllegalArgumentException(node.name() + " is not portable");
    }
  }
}
