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
import dev.whittle.ir.op.Mean;
import dev.whittle.ir.op.Minimum;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Neg;
import dev.whittle.ir.op.Pad;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Pow;
import dev.whittle.ir.op.ReduceMax;
import dev.whittle.ir.op.ReduceMin;
import dev.whittle.ir.op.ReduceSum;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Writes a portable f32 graph as an ONNX model, operator set 20. */
public final class OnnxExport {
  private static final int IR_VERSION = 10;
  private static final int OPERATOR_SET = 20;

  private final Graph graph;
  private final Weights weights;
  private final Protobuf message = new Protobuf();

  private OnnxExport(Graph graph, Weights weights) {
    this.graph = graph;
    this.weights = weights;
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
        export.emit(name + ".output", "Identity", Map.of(), List.of(value), List.of(name));
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
          emit(
              node,
              "Conv",
              Map.of(
                  "kernel_shape", c.kernel(),
                  "strides", c.strides(),
                  "pads", c.pads(),
                  "dilations", c.dilations(),
                  "group", c.groups()));
      case Dense _ -> emit(node, "Gemm", Map.of("transB", 1));
      case MaxPool p ->
          pool(
              node,
              "MaxPool",
              p.ceil(),
              Map.of(
                  "kernel_shape", p.kernel(),
                  "strides", p.strides(),
                  "pads", p.pads(),
                  "dilations", p.dilations()));
      case AveragePool p ->
          pool(
              node,
              "AveragePool",
              p.ceil(),
              Map.of(
                  "kernel_shape", p.kernel(),
                  "strides", p.strides(),
                  "pads", p.pads(),
                  "dilations", Collections.nCopies(p.kernel().size(), 1),
                  "count_include_pad", p.countIncludePad()));
      case GlobalAveragePool _ -> emit(node, "GlobalAveragePool", Map.of());
      case BatchNorm(float epsilon) -> emit(node, "BatchNormalization", Map.of("epsilon", epsilon));
      case Relu _ -> emit(node, "Relu", Map.of());
      case Clip(float min, float max) ->
          emit(node, "Clip", Map.of(), scalar(node, "min", min), scalar(node, "max", max));
      case LeakyRelu(float alpha) -> emit(node, "LeakyRelu", Map.of("alpha", alpha));
      case Sigmoid _ -> emit(node, "Sigmoid", Map.of());
      case Tanh _ -> emit(node, "Tanh", Map.of());
      case HardSwish _ -> emit(node, "HardSwish", Map.of());
      case HardSigmoid(float alpha, float beta) ->
          emit(node, "HardSigmoid", Map.of("alpha", alpha, "beta", beta));
      case Silu _ -> silu(node);
      case Abs _ -> emit(node, "Abs", Map.of());
      case Neg _ -> emit(node, "Neg", Map.of());
      case Exp _ -> emit(node, "Exp", Map.of());
      case Log _ -> emit(node, "Log", Map.of());
      case Sqrt _ -> emit(node, "Sqrt", Map.of());
      case Erf _ -> emit(node, "Erf", Map.of());
      case Round _ -> emit(node, "Round", Map.of());
      case Floor _ -> emit(node, "Floor", Map.of());
      case Elu(float alpha) -> emit(node, "Elu", Map.of("alpha", alpha));
      case Softplus _ -> emit(node, "Softplus", Map.of());
      case Gelu(Gelu.Approximation approximation) ->
          emit(node, "Gelu", Map.of("approximate", approximation.name().toLowerCase(Locale.ROOT)));
      case ToFloat _ -> emit(node, "Cast", Map.of("to", 1));
      case Cast(ElementType type) -> cast(node, type);
      case Softmax(int axis) -> emit(node, "Softmax", Map.of("axis", axis));
      case Add _ -> emit(node, "Add", Map.of());
      case Sub _ -> emit(node, "Sub", Map.of());
      case Mul _ -> emit(node, "Mul", Map.of());
      case Div _ -> emit(node, "Div", Map.of());
      case Minimum _ -> emit(node, "Min", Map.of());
      case Maximum _ -> emit(node, "Max", Map.of());
      case Pow _ -> emit(node, "Pow", Map.of());
      case Concat(int axis) -> emit(node, "Concat", Map.of("axis", axis));
      case ChannelShuffle shuffle -> channelShuffle(node, shuffle);
      case Pad(List<Integer> pads, float value) ->
          emit(node, "Pad", Map.of(), integers(node, "pads", pads), scalar(node, "value", value));
      case Reshape(List<Integer> shape) ->
          emit(node, "Reshape", Map.of(), integers(node, "shape", shape));
      case Flatten(int axis) -> emit(node, "Flatten", Map.of("axis", axis));
      case Transpose(List<Integer> permutation) ->
          emit(node, "Transpose", Map.of("perm", permutation));
      case Slice s ->
          emit(
              node,
              "Slice",
              Map.of(),
              integers(node, "starts", s.starts()),
              integers(node, "ends", s.ends()),
              integers(node, "axes", s.axes()),
              integers(node, "steps", s.steps()));
      case Split(int axis, List<Integer> sizes) ->
          emit(node, "Split", Map.of("axis", axis), integers(node, "split", sizes));
      case Reduction reduction -> reduce(node, reduction);
      case ArgMax(int axis, boolean keepDims, boolean last) ->
          emit(
              node,
              "ArgMax",
              Map.of("axis", axis, "keepdims", keepDims, "select_last_index", last));
      case LocalResponseNorm norm -> localResponseNorm(node, norm);
      case Dropout(float rate) -> emit(node, "Dropout", Map.of(), scalar(node, "ratio", rate));
      case Upsample upsample -> resize(node, upsample);
      case Expanded _, Lowered _, Reorder _ ->
          throw new IllegalArgumentException(node.name() + " is not portable");
    }
  }

  private void reduce(Node node, Reduction reduction) {
    String operator =
        switch (reduction) {
          case Mean _ -> "ReduceMean";
          case ReduceSum _ -> "ReduceSum";
          case ReduceMax _ -> "ReduceMax";
          case ReduceMin _ -> "ReduceMin";
        };
    Map<String, Object> attributes = Map.of("keepdims", reduction.keepDims());
    emit(node, operator, attributes, integers(node, "axes", reduction.axes()));
  }

  /**
   * A pool. ONNX shape inference counts a last window that starts in the trailing pad, its kernels
   * do not: where that happens the pool is taken apart axis by axis, rounding down on those axes.
   */
  private void pool(Node node, String operator, boolean ceil, Map<String, Object> attributes) {
    List<Boolean> drops = ceil ? drops(node, attributes) : List.of();
    if (!drops.contains(true)) {
      Map<String, Object> whole = new TreeMap<>(attributes);
      whole.put("ceil_mode", ceil);
      emit(node, operator, whole);
      return;
    }
    String x = name(node.operand(0));
    for (int axis = 0; axis < drops.size(); axis++) {
      boolean isLast = axis == drops.size() - 1;
      String result = isLast ? node.name() : node.name() + ".axis" + axis;
      Map<String, Object> single = new TreeMap<>(attributes);
      int kept = axis;
      single.replaceAll((name, value) -> only(kept, drops.size(), value));
      single.put("ceil_mode", !drops.get(axis));
      emit(result, operator, single, List.of(x), List.of(result));
      x = result;
    }
  }

  /** For each axis, whether rounding up would add a window that starts in the trailing pad. */
  private List<Boolean> drops(Node node, Map<String, Object> attributes) {
    List<?> kernel = (List<?>) attributes.get("kernel_shape");
    List<?> strides = (List<?>) attributes.get("strides");
    List<?> pads = (List<?>) attributes.get("pads");
    List<?> dilations = (List<?>) attributes.get("dilations");
    List<Boolean> drops = new ArrayList<>();
    for (int i = 0; i < kernel.size(); i++) {
      int span = ((Integer) kernel.get(i) - 1) * (Integer) dilations.get(i) + 1;
      int size = graph.type(node.operand(0)).shape().size(i + 2);
      int travel = size + (Integer) pads.get(i) + (Integer) pads.get(i + kernel.size()) - span;
      int roundedUp = Math.ceilDiv(travel, (Integer) strides.get(i)) + 1;
      drops.add(roundedUp != node.type().shape().size(i + 2));
    }
    return drops;
  }

  /** A list attribute that leaves all axes but one alone. */
  private static Object only(int axis, int axes, Object attribute) {
    if (!(attribute instanceof List<?> list)) {
      return attribute;
    }
    int neutral = list.size() == axes ? 1 : 0;
    return IntStream.range(0, list.size())
        .mapToObj(i -> i % axes == axis ? (Integer) list.get(i) : neutral)
        .toList();
  }

  /** Engines let numbers that bytes do not hold wrap around, so they are clipped before. */
  private void cast(Node node, ElementType type) {
    String x = name(node.operand(0));
    float least = type == ElementType.I8 ? Byte.MIN_VALUE : 0;
    float most = least + 255;
    boolean isHeld =
        type.bytes() > 1
            || type == ElementType.BOOL
            || graph.node(node.operand(0)).op() instanceof Clip(float min, float max)
                && min >= least
                && max <= most;
    String held =
        isHeld
            ? x
            : step(
                node,
                "clip",
                "Clip",
                Map.of(),
                x,
                scalar(node, "least", least),
                scalar(node, "most", most));
    Map<String, Object> to = Map.of("to", OnnxNodes.number(type));
    emit(node.name(), "Cast", to, List.of(held), List.of(node.name()));
  }

  private void silu(Node node) {
    String x = name(node.operand(0));
    String sigmoid = step(node, "sigmoid", "Sigmoid", Map.of(), x);
    emit(node.name(), "Mul", Map.of(), List.of(x, sigmoid), List.of(node.name()));
  }

  /**
   * {@code x / (bias + alpha · mean)^beta}: engines take {@code LRN} of odd sizes on images only.
   */
  private void localResponseNorm(Node node, LocalResponseNorm norm) {
    String x = name(node.operand(0));
    if (norm.size() % 2 == 1 && graph.type(node.operand(0)).rank() == 4) {
      emit(
          node,
          "LRN",
          Map.of(
              "size", norm.size(),
              "alpha", norm.alpha(),
              "beta", norm.beta(),
              "bias", norm.bias()));
      return;
    }
    int channels = graph.type(node.operand(0)).shape().size(1);
    String squares = step(node, "squares", "Mul", Map.of(), x, x);
    String columns = integers(node, "columns", List.of(0, 1, channels, -1));
    String planes = step(node, "planes", "Reshape", Map.of(), squares, columns);
    Map<String, Object> window =
        Map.of(
            "kernel_shape", List.of(norm.size(), 1),
            "pads", List.of((norm.size() - 1) / 2, 0, norm.size() / 2, 0),
            "count_include_pad", true);
    String mean = step(node, "mean", "AveragePool", window, planes);
    String alpha = scalar(node, "alpha", norm.alpha());
    String scaled = step(node, "scaled", "Mul", Map.of(), mean, alpha);
    String base = step(node, "base", "Add", Map.of(), scaled, scalar(node, "bias", norm.bias()));
    String power = step(node, "power", "Pow", Map.of(), base, scalar(node, "beta", norm.beta()));
    String shape = step(node, "shape", "Shape", Map.of(), x);
    String divisor = step(node, "divisor", "Reshape", Map.of(), power, shape);
    emit(node.name(), "Div", Map.of(), List.of(x, divisor), List.of(node.name()));
  }

  /** Concat, reshape, transpose, reshape and split, as far as they are needed. */
  private void channelShuffle(Node node, ChannelShuffle shuffle) {
    String[] parts = node.operands().stream().map(this::name).toArray(String[]::new);
    String x =
        parts.length == 1 ? parts[0] : step(node, "joined", "Concat", Map.of("axis", 1), parts);
    int channels = graph.operandTypes(node).stream().mapToInt(t -> t.shape().size(1)).sum();
    List<Integer> columns = List.of(0, shuffle.groups(), channels / shuffle.groups(), -1);
    String groups =
        step(node, "groups", "Reshape", Map.of(), x, integers(node, "columns", columns));
    Map<String, Object> turn = Map.of("perm", List.of(0, 2, 1, 3));
    String turned = step(node, "turned", "Transpose", turn, groups);
    String shape = step(node, "shape", "Shape", Map.of(), x);
    if (shuffle.sizes().isEmpty()) {
      emit(node.name(), "Reshape", Map.of(), List.of(turned, shape), List.of(name(node.value())));
      return;
    }
    String shuffled = step(node, "shuffled", "Reshape", Map.of(), turned, shape);
    List<String> inputs = List.of(shuffled, integers(node, "sizes", shuffle.sizes()));
    List<String> outputs =
        IntStream.range(0, node.types().size()).mapToObj(i -> name(node.result(i))).toList();
    emit(node.name(), "Split", Map.of("axis", 1), inputs, outputs);
  }

  /** A node for a part of what {@code node} computes. */
  private String step(
      Node node, String role, String operator, Map<String, Object> attributes, String... inputs) {
    String name = node.name() + "." + role;
    emit(name, operator, attributes, List.of(inputs), List.of(name));
    return name;
  }

  private void resize(Node node, Upsample upsample) {
    float[] scales = new float[upsample.scales().size() + 2];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = i < 2 ? 1 : upsample.scales().get(i - 2);
    }
    String name = node.name() + ".scales";
    message.message(5, OnnxNodes.tensor(name, Tensor.of(scales, scales.length)));
    Map<String, Object> attributes =
        switch (upsample.mode()) {
          case NEAREST ->
              Map.of(
                  "mode", "nearest",
                  "coordinate_transformation_mode", "asymmetric",
                  "nearest_mode", "floor");
          case BILINEAR -> Map.of("mode", "linear", "coordinate_transformation_mode", "half_pixel");
        };
    emit(node, "Resize", attributes, "", name);
  }

  private String scalar(Node node, String role, float value) {
    String name = node.name() + "." + role;
    message.message(5, OnnxNodes.tensor(name, Tensor.of(new float[] {value})));
    return name;
  }

  private String integers(Node node, String role, List<Integer> values) {
    String name = node.name() + "." + role;
    message.message(5, OnnxNodes.integers(name, values));
    return name;
  }

  /** Writes a node that reads the operands of {@code node}, then {@code more}. */
  private void emit(Node node, String operator, Map<String, Object> attributes, String... more) {
    List<String> inputs = new ArrayList<>(node.operands().stream().map(this::name).toList());
    inputs.addAll(List.of(more));
    List<String> outputs =
        IntStream.range(0, node.types().size()).mapToObj(i -> name(node.result(i))).toList();
    emit(node.name(), operator, attributes, inputs, outputs);
  }

  private void emit(
      String name,
      String operator,
      Map<String, Object> attributes,
      List<String> inputs,
      List<String> outputs) {
    Protobuf node = new Protobuf();
    inputs.forEach(input -> node.text(1, input));
    outputs.forEach(output -> node.text(2, output));
    node.text(3, name).text(4, operator);
    new TreeMap<>(attributes)
        .forEach((key, value) -> node.message(5, OnnxNodes.attribute(key, value)));
    message.message(1, node);
  }
}
