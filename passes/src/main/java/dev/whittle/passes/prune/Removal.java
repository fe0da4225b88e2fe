package dev.whittle.passes.prune;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Arithmetic;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.ChannelShuffle;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Reshape;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Split;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.cost.Stored;
import dev.whittle.passes.factorise.Layer;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A network without some of its channels: ops between the layers that make them and the layers that
 * read them are written anew with fewer channels, weights lose their filters and inputs.
 */
final class Removal {
  private static final List<String> STATISTICS = List.of("scale", "shift", "mean", "variance");

  private final Graph graph;
  private final ChannelSets sets;
  private final Set<Integer> gone;
  private final PassContext context;
  private final Map<Value, Value> moved = new HashMap<>();
  private final Map<Value, int[]> kept = new HashMap<>();

  /**
   * Removes the sets {@code gone} of {@code sets}, which leave a channel of each value.
   *
   * @param graph of which {@code sets} knows the form with bound sizes
   */
  Removal(Graph graph, ChannelSets sets, Set<Integer> gone, PassContext context) {
    this.graph = graph;
    this.sets = sets;
    this.gone = gone;
    this.context = context;
  }

  /** The channels of {@code value} that stay. */
  int[] kept(Value value) {
    return kept.computeIfAbsent(
        value,
        v ->
            IntStream.range(0, sets.channels(v))
                .filter(channel -> !gone.contains(sets.set(v, channel)))
                .toArray());
  }

  /** Whether {@code value} loses channels. */
  boolean shrinks(Value value) {
    return kept(value).length < sets.channels(value);
  }

  /**
   * The edit.
   *
   * @param weights by the ids of layers, what takes the place of their weights before these lose
   *     anything
   */
  Patch patch(String pass, String rule, Map<Integer, float[]> weights) {
    Patch.Builder patch = Patch.of(graph, pass, rule);
    for (Node node : graph.nodes()) {
      boolean isTouched = node.operands().stream().anyMatch(this::shrinks);
      for (int i = 0; i < node.types().size(); i++) {
        isTouched |= shrinks(node.result(i));
      }
      if (isTouched) {
        rewrite(node, patch, weights);
      }
    }
    return patch.build();
  }

  private void rewrite(Node node, Patch.Builder patch, Map<Integer, float[]> weights) {
    List<Value> operands =
        new ArrayList<>(node.operands().stream().map(v -> moved.getOrDefault(v, v)).toList());
    switch (node.op()) {
      case Conv conv -> layer(node, conv.groups(), operands, patch, weights);
      case Dense _ -> layer(node, 1, operands, patch, weights);
      case BatchNorm _ -> {
        for (int i = 1; i < operands.size(); i++) {
          operands.set(i, stored(node, STATISTICS.get(i - 1), known(node, i), 0, patch));
        }
      }
      case Arithmetic _ -> terms(node, operands, patch);
      default -> {}
    }
    Node written = patch.node(patch.add(node, op(node), operands));
    for (int i = 0; i < node.types().size(); i++) {
      moved.put(node.result(i), written.result(i));
      if (!shrinks(node.result(i))) {
        patch.replace(node.result(i), written.result(i));
      }
    }
  }

  private Op op(Node node) {
    return switch (node.op()) {
      case Conv conv -> {
        int each = sets.channels(node.operand(0)) / conv.groups();
        int groups = each == 1 && conv.groups() > 1 ? kept(node.operand(0)).length : conv.groups();
        yield new Conv(conv.kernel(), conv.strides(), conv.pads(), conv.dilations(), groups);
      }
      case Split split when isChannel(split.axis(), node) ->
          new Split(split.axis(), resultSizes(node));
      case ChannelShuffle shuffle when !shuffle.sizes().isEmpty() ->
          new ChannelShuffle(shuffle.groups(), resultSizes(node));
      case Slice slice -> slice(slice, node);
      case Reshape reshape when reshape.shape().get(1) > 0 -> {
        List<Integer> shape = new ArrayList<>(reshape.shape());
        shape.set(1, kept(node.value()).length);
        yield new Reshape(shape);
      }
      default -> node.op();
    };
  }

  private boolean isChannel(int axis, Node node) {
    return (axis < 0 ? axis + graph.type(node.operand(0)).rank() : axis) == 1;
  }

  private List<Integer> resultSizes(Node node) {
    return IntStream.range(0, node.types().size())
        .mapToObj(i -> kept(node.result(i)).length)
        .toList();
  }

  private Op slice(Slice slice, Node node) {
    Value x = node.operand(0);
    List<Integer> starts = new ArrayList<>(slice.starts());
    List<Integer> ends = new ArrayList<>(slice.ends());
    for (int i = 0; i < slice.axes().size(); i++) {
      if (isChannel(slice.axes().get(i), node)) {
        int from = Slice.clamp(starts.get(i), sets.channels(x));
        int before = (int) Arrays.stream(kept(x)).filter(channel -> channel < from).count();
        starts.set(i, before);
        ends.set(i, before + kept(node.value()).length);
      }
    }
    return new Slice(starts, ends, slice.axes(), slice.steps());
  }

  private void layer(
      Node node,
      int groups,
      List<Value> operands,
      Patch.Builder patch,
      Map<Integer, float[]> weights) {
    Tensor weight = known(node, 1);
    if (weights.containsKey(node.id())) {
      weight = Tensor.of(weights.get(node.id()), weight.shape());
    }
    int each = sets.channels(node.operand(0)) / groups;
    int[] inputs =
        groups > 1 && each == 1
            ? new int[] {0}
            : Arrays.stream(kept(node.operand(0))).filter(channel -> channel < each).toArray();
    int[] outputs = kept(node.value());
    Tensor less = Parts.of(Parts.of(weight, 0, outputs), 1, inputs);
    operands.set(1, patch.add(node, node.name() + ".pruned_weight", new Constant(less), List.of()));
    if (operands.size() > 2 && shrinks(node.value())) {
      operands.set(2, stored(node, "bias", known(node, 2), 0, patch));
    }
  }

  private void terms(Node node, List<Value> operands, Patch.Builder patch) {
    int channels = sets.channels(node.value());
    for (int i = 0; i < operands.size(); i++) {
      int axis = 1 + graph.type(node.operand(i)).rank() - node.type().rank();
      boolean isPerChannel =
          Stored.isStored(graph, graph.node(node.operand(i)))
              && axis >= 0
              && known(node, i).size(axis) == channels;
      if (isPerChannel) {
        operands.set(i, stored(node, "term", known(node, i), axis, patch));
      }
    }
  }

  private Tensor known(Node node, int operand) {
    return Layer.known(graph, node.operand(operand), context).orElseThrow();
  }

  private Value stored(Node node, String role, Tensor tensor, int axis, Patch.Builder patch) {
    Constant constant = new Constant(Parts.of(tensor, axis, kept(node.value())));
    return patch.add(node, node.name() + ".pruned_" + role, constant, List.of());
  }
}
