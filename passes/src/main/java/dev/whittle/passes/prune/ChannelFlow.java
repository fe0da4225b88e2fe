package dev.whittle.passes.prune;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Abs;
import dev.whittle.ir.op.Activation;
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
import dev.whittle.ir.op.Expanded;
import dev.whittle.ir.op.Flatten;
import dev.whittle.ir.op.GlobalAveragePool;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.LeakyRelu;
import dev.whittle.ir.op.LocalResponseNorm;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.MaxPool;
import dev.whittle.ir.op.Pad;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Reduction;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Reorder;
import dev.whittle.ir.op.Reshape;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Softmax;
import dev.whittle.ir.op.Split;
import dev.whittle.ir.op.ToFloat;
import dev.whittle.ir.op.Transpose;
import dev.whittle.ir.op.Upsample;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.factorise.Layer;
import dev.whittle.runtime.ElementType;
import java.util.ArrayList;
import java.util.List;

/** What each op does to channels: which of its results come from which of its operands. */
final class ChannelFlow {
  private final Graph graph;
  private final PassContext context;
  private final ChannelSets sets;

  ChannelFlow(Graph graph, PassContext context, ChannelSets sets) {
    this.graph = graph;
    this.context = context;
    this.sets = sets;
  }

  void visit(Node node) {
    switch (node.op()) {
      case Input _ -> sets.hold(node.value(), "its channels are added to those of an input");
      case Parameter _, Constant _ ->
          sets.hold(node.value(), "its channels are joined with stored ones");
      case Conv conv -> layer(node, conv.groups());
      case Dense _ -> layer(node, 1);
      case BatchNorm _ -> batchNorm(node);
      case Arithmetic _ -> arithmetic(node);
      case Relu _, LeakyRelu _, Abs _ -> along(node);
      case MaxPool _, AveragePool _, GlobalAveragePool _, Upsample _, Dropout _ -> along(node);
      case Activation _ -> {
        along(node);
        bend(node);
      }
      case Cast _, ToFloat _ -> {
        along(node);
        bend(node);
      }
      case Concat concat -> concat(node, concat);
      case Split split -> split(node, split);
      case Slice slice -> slice(node, slice);
      case ChannelShuffle shuffle -> shuffle(node, shuffle);
      case Flatten flatten -> alongIf(node, axis(flatten.axis(), node.operand(0)) == 1);
      case Reshape _ -> alongIf(node, type(node.operand(0)).rank() > 1 && node.type().rank() > 1);
      case Transpose transpose ->
          alongIf(node, transpose.permutation().indexOf(1) == 1 && startsWith(transpose, 0));
      case Pad pad -> {
        int rank = node.type().rank();
        alongIf(node, rank > 1 && pad.pads().get(1) == 0 && pad.pads().get(rank + 1) == 0);
        if (pad.value() != 0) {
          bend(node);
        }
      }
      case Softmax softmax -> {
        alongIf(node, axis(softmax.axis(), node.operand(0)) != 1);
        bend(node);
      }
      case Reduction reduction ->
          alongIf(
              node,
              reduction.axes().stream()
                  .map(a -> axis(a, node.operand(0)))
                  .allMatch(a -> a > 1 || a == 0 && reduction.keepDims()));
      case ArgMax argMax -> {
        alongIf(node, axis(argMax.axis(), node.operand(0)) > 1);
        bend(node);
      }
      case LocalResponseNorm _, Expanded _, Lowered _, Reorder _ -> holdAll(node);
    }
  }

  private static boolean startsWith(Transpose transpose, int axis) {
    return transpose.permutation().getFirst() == axis;
  }

  private TensorType type(Value value) {
    return graph.type(value);
  }

  private int axis(int axis, Value value) {
    return axis < 0 ? axis + type(value).rank() : axis;
  }

  /** Whether the numbers of {@code value}, which nothing computes, are at hand. */
  private boolean isKnown(Value value) {
    return type(value).element() == ElementType.F32
        && Layer.known(graph, value, context).isPresent();
  }

  private static boolean isStored(Node node) {
    return node.op() instanceof Parameter || node.op() instanceof Constant;
  }

  private void layer(Node node, int groups) {
    boolean isKnown = true;
    for (Value stored : node.operands().subList(1, node.operands().size())) {
      isKnown &= isKnown(stored);
      sets.hold(stored, "%s computes with it as a weight".formatted(node.name()));
    }
    Value x = node.operand(0);
    Value y = node.value();
    if (!isKnown) {
      sets.hold(x, "the weights of %s are not at hand".formatted(node.name()));
      sets.hold(y, "the weights of %s are not at hand".formatted(node.name()));
    }
    if (groups == 1) {
      return;
    }
    bend(node);
    sets.bend(x, "%s, which has several groups, reads it".formatted(node.name()));
    int reads = sets.channels(x) / groups;
    int makes = sets.channels(y) / groups;
    sets.need(x, reads == 1 ? 1 : 2 * groups);
    for (int group = 0; group < groups; group++) {
      for (int i = 0; i < reads && reads > 1; i++) {
        sets.tie(x, i, x, group * reads + i);
      }
      for (int i = 0; i < makes; i++) {
        if (reads == 1) {
          sets.tie(x, group, y, group * makes + i);
        } else {
          sets.tie(y, i, y, group * makes + i);
        }
      }
    }
  }

  private void batchNorm(Node node) {
    bend(node);
    boolean isKnown = node.operands().subList(1, 5).stream().allMatch(this::isKnown);
    alongIf(node, isKnown);
  }

  private void arithmetic(Node node) {
    bend(node);
    int rank = node.type().rank();
    boolean isPlain = rank > 1;
    for (Value operand : node.operands()) {
      boolean isStored = isStored(graph.node(operand));
      isPlain &= isStored ? isKnown(operand) : type(operand).rank() == rank;
    }
    if (!isPlain) {
      holdAll(node);
      return;
    }
    for (Value operand : node.operands()) {
      if (!isStored(graph.node(operand)) && sets.channels(operand) == sets.channels(node.value())) {
        same(operand, 0, node.value(), 0, sets.channels(operand));
      }
    }
  }

  private void concat(Node node, Concat concat) {
    boolean isJoined = axis(concat.axis(), node.operand(0)) == 1;
    int at = 0;
    for (Value operand : node.operands()) {
      same(operand, 0, node.value(), at, sets.channels(operand));
      at += isJoined ? sets.channels(operand) : 0;
    }
  }

  private void split(Node node, Split split) {
    boolean isParted = axis(split.axis(), node.operand(0)) == 1;
    int at = 0;
    for (int i = 0; i < node.types().size(); i++) {
      same(node.operand(0), at, node.result(i), 0, sets.channels(node.result(i)));
      at += isParted ? sets.channels(node.result(i)) : 0;
    }
  }

  private void slice(Node node, Slice slice) {
    Value x = node.operand(0);
    for (int i = 0; i < slice.axes().size(); i++) {
      if (axis(slice.axes().get(i), x) == 1) {
        if (slice.steps().get(i) > 1) {
          holdAll(node);
          return;
        }
        int from = Slice.clamp(slice.starts().get(i), sets.channels(x));
        same(x, from, node.value(), 0, sets.channels(node.value()));
        return;
      }
    }
    along(node);
  }

  private void shuffle(Node node, ChannelShuffle shuffle) {
    List<ChannelSets.Channel> joined = new ArrayList<>();
    for (Value operand : node.operands()) {
      for (int i = 0; i < sets.channels(operand); i++) {
        joined.add(new ChannelSets.Channel(operand, i));
      }
    }
    int each = joined.size() / shuffle.groups();
    for (int i = 0; i < joined.size(); i++) {
      ChannelSets.Channel first = joined.get(i % each);
      sets.tie(first.value(), first.index(), joined.get(i).value(), joined.get(i).index());
    }
    int to = 0;
    for (int i = 0; i < node.types().size(); i++) {
      for (int channel = 0; channel < sets.channels(node.result(i)); channel++) {
        ChannelSets.Channel from = joined.get(shuffle.source(to++, joined.size()));
        sets.tie(from.value(), from.index(), node.result(i), channel);
      }
    }
  }

  private void alongIf(Node node, boolean isAlong) {
    int read = sets.channels(node.operand(0));
    int made = sets.channels(node.value());
    boolean isSame =
        isAlong
            && read > 0
            && made % read == 0
            && type(node.operand(0)).shape().size(0) == node.type().shape().size(0);
    if (isSame) {
      along(node);
    } else {
      holdAll(node);
    }
  }

  /** The one result has the channels of the one operand, or as many places of each, in order. */
  private void along(Node node) {
    Value x = node.operand(0);
    if (sets.channels(x) == 0) {
      return;
    }
    int places = sets.channels(node.value()) / sets.channels(x);
    for (int channel = 0; channel < sets.channels(node.value()); channel++) {
      sets.tie(x, channel / places, node.value(), channel);
    }
  }

  private void same(Value from, int fromChannel, Value to, int toChannel, int count) {
    for (int i = 0; i < count; i++) {
      sets.tie(from, fromChannel + i, to, toChannel + i);
    }
  }

  private void bend(Node node) {
    for (int i = 0; i < node.types().size(); i++) {
      sets.bend(
          node.result(i), "%s does not keep its channels in proportion".formatted(node.name()));
    }
  }

  private void holdAll(Node node) {
    String reason = "%s needs all of its channels".formatted(node.name());
    node.operands().forEach(operand -> sets.hold(operand, reason));
    for (int i = 0; i < node.types().size(); i++) {
      sets.hold(node.result(i), reason);
    }
  }
}
