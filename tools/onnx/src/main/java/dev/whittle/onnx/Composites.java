package dev.whittle.onnx;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.ChannelShuffle;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.LocalResponseNorm;
import dev.whittle.ir.op.Mean;
import dev.whittle.ir.op.ReduceMax;
import dev.whittle.ir.op.ReduceMin;
import dev.whittle.ir.op.ReduceSum;
import dev.whittle.ir.op.Reduction;
import dev.whittle.ir.op.Upsample;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Operators that ONNX says in several nodes, or in other words than networks do. */
final class Composites {
  private final Graph graph;
  private final NodeWriter writer;

  Composites(Graph graph, NodeWriter writer) {
    this.graph = graph;
    this.writer = writer;
  }

  void reduce(Node node, Reduction reduction) {
    String operator =
        switch (reduction) {
          case Mean _ -> "ReduceMean";
          case ReduceSum _ -> "ReduceSum";
          case ReduceMax _ -> "ReduceMax";
          case ReduceMin _ -> "ReduceMin";
        };
    Map<String, Object> attributes = Map.of("keepdims", reduction.keepDims());
    writer.emit(node, operator, attributes, writer.integers(node, "axes", reduction.axes()));
  }

  /**
   * A pool. ONNX shape inference counts a last window that starts in the trailing pad, its kernels
   * do not: where that happens the pool is taken apart axis by axis, rounding down on those axes.
   */
  void pool(Node node, String operator, boolean ceil, Map<String, Object> attributes) {
    List<Boolean> drops = ceil ? drops(node, attributes) : List.of();
    if (!drops.contains(true)) {
      Map<String, Object> whole = new TreeMap<>(attributes);
      whole.put("ceil_mode", ceil);
      writer.emit(node, operator, whole);
      return;
    }
    String x = writer.name(node.operand(0));
    for (int axis = 0; axis < drops.size(); axis++) {
      boolean isLast = axis == drops.size() - 1;
      String result = isLast ? node.name() : node.name() + ".axis" + axis;
      Map<String, Object> single = new TreeMap<>(attributes);
      int kept = axis;
      single.replaceAll((name, value) -> only(kept, drops.size(), value));
      single.put("ceil_mode", !drops.get(axis));
      writer.emit(result, operator, single, List.of(x), List.of(result));
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
  void cast(Node node, ElementType type) {
    String x = writer.name(node.operand(0));
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
            : writer.step(
                node,
                "clip",
                "Clip",
                Map.of(),
                x,
                writer.scalar(node, "least", least),
                writer.scalar(node, "most", most));
    Map<String, Object> to = Map.of("to", OnnxNodes.number(type));
    writer.emit(node.name(), "Cast", to, List.of(held), List.of(node.name()));
  }

  void silu(Node node) {
    String x = writer.name(node.operand(0));
    String sigmoid = writer.step(node, "sigmoid", "Sigmoid", Map.of(), x);
    writer.emit(node.name(), "Mul", Map.of(), List.of(x, sigmoid), List.of(node.name()));
  }

  /**
   * {@code x / (bias + alpha · mean)^beta}: engines take {@code LRN} of odd sizes on images only.
   */
  void localResponseNorm(Node node, LocalResponseNorm norm) {
    String x = writer.name(node.operand(0));
    if (norm.size() % 2 == 1 && graph.type(node.operand(0)).rank() == 4) {
      writer.emit(
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
    String squares = writer.step(node, "squares", "Mul", Map.of(), x, x);
    String columns = writer.integers(node, "columns", List.of(0, 1, channels, -1));
    String planes = writer.step(node, "planes", "Reshape", Map.of(), squares, columns);
    Map<String, Object> window =
        Map.of(
            "kernel_shape", List.of(norm.size(), 1),
            "pads", List.of((norm.size() - 1) / 2, 0, norm.size() / 2, 0),
            "count_include_pad", true);
    String mean = writer.step(node, "mean", "AveragePool", window, planes);
    String alpha = writer.scalar(node, "alpha", norm.alpha());
    String scaled = writer.step(node, "scaled", "Mul", Map.of(), mean, alpha);
    String base =
        writer.step(
            node, "base", "Add", Map.of(), scaled, writer.scalar(node, "bias", norm.bias()));
    String power =
        writer.step(node, "power", "Pow", Map.of(), base, writer.scalar(node, "beta", norm.beta()));
    String shape = writer.step(node, "shape", "Shape", Map.of(), x);
    String divisor = writer.step(node, "divisor", "Reshape", Map.of(), power, shape);
    writer.emit(node.name(), "Div", Map.of(), List.of(x, divisor), List.of(node.name()));
  }

  /** Concat, reshape, transpose, reshape and split, as far as they are needed. */
  void channelShuffle(Node node, ChannelShuffle shuffle) {
    String[] parts = node.operands().stream().map(writer::name).toArray(String[]::new);
    String x =
        parts.length == 1
            ? parts[0]
            : writer.step(node, "joined", "Concat", Map.of("axis", 1), parts);
    int channels = graph.operandTypes(node).stream().mapToInt(t -> t.shape().size(1)).sum();
    List<Integer> columns = List.of(0, shuffle.groups(), channels / shuffle.groups(), -1);
    String groups =
        writer.step(
            node, "groups", "Reshape", Map.of(), x, writer.integers(node, "columns", columns));
    Map<String, Object> turn = Map.of("perm", List.of(0, 2, 1, 3));
    String turned = writer.step(node, "turned", "Transpose", turn, groups);
    String shape = writer.step(node, "shape", "Shape", Map.of(), x);
    if (shuffle.sizes().isEmpty()) {
      writer.emit(
          node.name(),
          "Reshape",
          Map.of(),
          List.of(turned, shape),
          List.of(writer.name(node.value())));
      return;
    }
    String shuffled = writer.step(node, "shuffled", "Reshape", Map.of(), turned, shape);
    List<String> inputs = List.of(shuffled, writer.integers(node, "sizes", shuffle.sizes()));
    List<String> outputs =
        IntStream.range(0, node.types().size()).mapToObj(i -> writer.name(node.result(i))).toList();
    writer.emit(node.name(), "Split", Map.of("axis", 1), inputs, outputs);
  }

  void resize(Node node, Upsample upsample) {
    float[] scales = new float[upsample.scales().size() + 2];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = i < 2 ? 1 : upsample.scales().get(i - 2);
    }
    String name = node.name() + ".scales";
    writer.tensor(name, Tensor.of(scales, scales.length));
    Map<String, Object> attributes =
        switch (upsample.mode()) {
          case NEAREST ->
              Map.of(
                  "mode", "nearest",
                  "coordinate_transformation_mode", "asymmetric",
                  "nearest_mode", "floor");
          case BILINEAR -> Map.of("mode", "linear", "coordinate_transformation_mode", "half_pixel");
        };
    writer.emit(node, "Resize", attributes, "", name);
  }
}
