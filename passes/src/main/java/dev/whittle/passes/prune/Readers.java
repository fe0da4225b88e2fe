package dev.whittle.passes.prune;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Conv;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.factorise.Layer;
import dev.whittle.passes.prune.ChannelSets.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The weights with which layers read some outputs of another layer. */
final class Readers {
  private final Map<Integer, Reader> layers = new LinkedHashMap<>();
  private final List<List<Channel>> reads = new ArrayList<>();

  /**
   * A layer.
   *
   * @param inputs of each group
   * @param places weights of one input and output
   */
  private record Reader(float[] weights, int groups, int outputs, int inputs, int places) {
    /** The outputs that read an input begin here. */
    int first(int input) {
      return input / inputs * (outputs / groups);
    }

    /** Where the weights of an input and one of the outputs that read it begin. */
    int at(int output, int input) {
      return (output * inputs + input % inputs) * places;
    }
  }

  /**
   * @param sets their numbers, one for each output
   */
  Readers(Graph graph, ChannelSets sets, List<Integer> numbers, PassContext context) {
    Map<Value, List<Node>> byValue = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (Bundle.isMaker(sets.graph(), sets.graph().node(node.id()))) {
        byValue.computeIfAbsent(node.operand(0), _ -> new ArrayList<>()).add(node);
      }
    }
    Map<Integer, List<Channel>> members = sets.members();
    for (int number : numbers) {
      List<Channel> own = new ArrayList<>();
      for (Channel channel : members.get(number)) {
        for (Node node : byValue.getOrDefault(channel.value(), List.of())) {
          own.add(new Channel(node.value(), channel.index()));
          layers.computeIfAbsent(
              node.id(), _ -> reader(sets.graph(), sets.graph().node(node.id()), context));
        }
      }
      reads.add(own);
    }
  }

  private static Reader reader(Graph graph, Node node, PassContext context) {
    Layer layer = Layer.of(graph, node, context).orElseThrow();
    float[] weights = layer.weights().get().clone();
    int outputs = layer.sizes().get(0);
    int inputs = layer.sizes().get(1);
    int groups = layer.op() instanceof Conv conv ? conv.groups() : 1;
    return new Reader(weights, groups, outputs, inputs, weights.length / outputs / inputs);
  }

  int outputs() {
    return reads.size();
  }

  /** Whether the same layers read both outputs, as often. */
  boolean isAlike(int one, int other) {
    return layers(one).equals(layers(other));
  }

  private List<Value> layers(int output) {
    return reads.get(output).stream().map(Channel::value).toList();
  }

  /** The sum of squares of all weights that read an output, by the outputs of the layers. */
  double meanSquare(int output) {
    double sum = 0;
    int count = 0;
    for (Channel read : reads.get(output)) {
      Reader reader = layers.get(read.value().node());
      int first = reader.first(read.index());
      int each = reader.outputs() / reader.groups();
      count += each;
      for (int to = first; to < first + each; to++) {
        int from = reader.at(to, read.index());
        for (int i = from; i < from + reader.places(); i++) {
          sum += (double) reader.weights()[i] * reader.weights()[i];
        }
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  /**
   * Lets what reads {@code kept} read {@code factor} times as much of it as of {@code gone}, too;
   * all of it must be of one group.
   */
  void merge(int kept, int gone, double factor) {
    for (int i = 0; i < reads.get(kept).size(); i++) {
      Reader reader = layers.get(reads.get(kept).get(i).value().node());
      for (int to = 0; to < reader.outputs(); to++) {
        int at = reader.at(to, reads.get(kept).get(i).index());
        int from = reader.at(to, reads.get(gone).get(i).index());
        for (int place = 0; place < reader.places(); place++) {
          reader.weights()[at + place] += (float) (factor * reader.weights()[from + place]);
        }
      }
    }
  }

  /** The weights of all layers, by id. */
  Map<Integer, float[]> weights() {
    Map<Integer, float[]> weights = new HashMap<>();
    layers.forEach((id, reader) -> weights.put(id, reader.weights()));
    return weights;
  }
}
