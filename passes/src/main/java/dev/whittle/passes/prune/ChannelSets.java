package dev.whittle.passes.prune;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Value;
import dev.whittle.passes.PassContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which channels of a network's values go together: those of a value and of what an activation, a
 * pool or a depthwise convolution makes of it, those of the two terms of a sum, all places of a
 * channel behind a flatten. A convolution of one group or a dense layer is the end of the channels
 * it reads and the start of others.
 *
 * <p>A set can be removed unless something needs all of its channels. It is in proportion when all
 * that happens to one of its channels up to the next layers keeps positive factors: f(a x) = a
 * f(x).
 */
final class ChannelSets {
  private final Graph graph;
  private final Map<Value, Integer> starts = new LinkedHashMap<>();
  private final Map<Integer, String> holds = new HashMap<>();
  private final Map<Integer, String> bends = new HashMap<>();
  private final Map<Value, Integer> least = new HashMap<>();
  private final int[] parents;

  /** A channel of a value. */
  record Channel(Value value, int index) {}

  private ChannelSets(Graph graph) {
    this.graph = graph;
    int count = 0;
    for (Node node : graph.nodes()) {
      for (int i = 0; i < node.types().size(); i++) {
        starts.put(node.result(i), count);
        count += channels(node.result(i));
      }
    }
    this.parents = new int[count];
    for (int i = 0; i < count; i++) {
      parents[i] = i;
    }
  }

  /** The sets of a portable graph whose sizes are bound. */
  static ChannelSets of(Graph graph, PassContext context) {
    ChannelSets sets = new ChannelSets(graph);
    ChannelFlow flow = new ChannelFlow(graph, context, sets);
    graph.nodes().forEach(flow::visit);
    graph
        .outputs()
        .forEach(o ->
            sets.hold(o.value(), "its channels are those of the output %s".formatted(o.name())));
    return sets;
  }

  Graph graph() {
    return graph;
  }

  /** The size of axis 1; 0 where there is none. */
  int channels(Value value) {
    return graph.type(value).rank() < 2 ? 0 : graph.type(value).shape().size(1);
  }

  /** The set of a channel, by the number that all of its channels have. */
  int set(Value value, int channel) {
    int at = starts.get(value) + channel;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /** Says that two channels can only go together. */
  void tie(Value a, int channelOfA, Value b, int channelOfB) {
    int one = set(a, channelOfA);
    int other = set(b, channelOfB);
    if (one != other) {
      int root = Math.min(one, other);
      int joined = Math.max(one, other);
      parents[joined] = root;
      move(holds, joined, root);
      move(bends, joined, root);
    }
  }

  private static void move(Map<Integer, String> reasons, int from, int to) {
    String reason = reasons.remove(from);
    if (reason != null) {
      reasons.putIfAbsent(to, reason);
    }
  }

  /** Says why no channel of {@code value} can go. */
  void hold(Value value, String reason) {
    for (int channel = 0; channel < channels(value); channel++) {
      holds.putIfAbsent(set(value, channel), reason);
    }
  }

  /** Says why the channels of {@code value} are not in proportion. */
  void bend(Value value, String reason) {
    for (int channel = 0; channel < channels(value); channel++) {
      bends.putIfAbsent(set(value, channel), reason);
    }
  }

  /** Says that {@code value} needs {@code count} channels. */
  void need(Value value, int count) {
    least.merge(value, count, Math::max);
  }

  /** The channels that {@code value} needs at least. */
  int least(Value value) {
    return least.getOrDefault(value, 1);
  }

  /** Why {@code set} cannot go; nothing when it can. */
  Optional<String> hold(int set) {
    return Optional.ofNullable(holds.get(set));
  }

  /** Why {@code set} is not in proportion; nothing when it is. */
  Optional<String> bend(int set) {
    return Optional.ofNullable(bends.get(set));
  }

  /** All channels of all sets, in the graph's order. */
  Map<Integer, List<Channel>> members() {
    Map<Integer, List<Channel>> members = new HashMap<>();
    for (Value value : starts.keySet()) {
      for (int channel = 0; channel < channels(value); channel++) {
        members
            .computeIfAbsent(set(value, channel), _ -> new ArrayList<>())
            .add(new Channel(value, channel));
      }
    }
    return members;
  }
}
