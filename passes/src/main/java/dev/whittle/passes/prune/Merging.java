package dev.whittle.passes.prune;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.factorise.Layer;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.prune.Merger.Merge;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Some outputs of one layer, and what it means to merge them. */
final class Merging {
  private final Graph graph;
  private final ChannelSets sets;
  private final List<Integer> numbers;
  private final PassContext context;
  private final Matrix weights;
  private final double energy;
  private final Similarity similarity;

  /**
   * @param node the layer, in the graph of {@code sets}
   * @param outputs those that can be merged
   */
  Merging(
      Graph graph,
      Layer layer,
      Node node,
      ChannelSets sets,
      List<Integer> outputs,
      PassContext context) {
    this.graph = graph;
    this.sets = sets;
    this.context = context;
    this.numbers = outputs.stream().map(output -> sets.set(node.value(), output)).toList();
    float[] all = layer.weights().get();
    int each = all.length / layer.sizes().getFirst();
    double[] rows = new double[outputs.size() * each];
    double[] bias = new double[outputs.size()];
    float[] biases =
        layer.hasBias()
            ? Layer.known(sets.graph(), node.operand(2), context).orElseThrow().floats()
            : new float[layer.sizes().getFirst()];
    for (int row = 0; row < outputs.size(); row++) {
      bias[row] = biases[outputs.get(row)];
      for (int i = 0; i < each; i++) {
        rows[row * each + i] = all[outputs.get(row) * each + i];
      }
    }
    double sum = 0;
    for (float weight : all) {
      sum += (double) weight * weight;
    }
    this.energy = sum;
    this.weights = new Matrix(outputs.size(), each, rows);
    this.similarity = new Similarity(weights, bias);
  }

  private Readers readers() {
    return new Readers(graph, sets, numbers, context);
  }

  /** The first {@code most} merges, or all that are possible. */
  List<Merge> merges(int most) {
    Survivors survivors = new Survivors(sets);
    return new Merger(similarity, readers())
        .merge(most, output -> survivors.drop(numbers.get(output)));
  }

  /** How many merges come before one that is as salient as the mode of all saliencies. */
  int lessSalientThanMost() {
    double[] all = new Merger(similarity, readers()).saliencies();
    if (all.length == 0) {
      return 0;
    }
    double mode = HalfSampleMode.of(all);
    int count = 0;
    for (Merge merge : merges(numbers.size())) {
      if (merge.saliency() >= mode) {
        break;
      }
      count++;
    }
    return count;
  }

  /** The edit that merges. */
  Patch patch(String pass, List<Merge> merges) {
    Readers readers = readers();
    Set<Integer> gone = new HashSet<>();
    for (Merge merge : merges) {
      readers.merge(merge.kept(), merge.gone(), merge.factor());
      gone.add(numbers.get(merge.gone()));
    }
    return new Removal(graph, sets, gone, context).patch(pass, "MergeOutputs", readers.weights());
  }

  /** How far the layer's weights are from what stands for them. */
  double error(List<Merge> merges) {
    Map<Integer, Merge> byGone = new HashMap<>();
    merges.forEach(merge -> byGone.put(merge.gone(), merge));
    double lost = 0;
    for (int output : byGone.keySet()) {
      int kept = output;
      double factor = 1;
      while (byGone.containsKey(kept)) {
        factor *= byGone.get(kept).factor();
        kept = byGone.get(kept).kept();
      }
      for (int i = 0; i < weights.columns(); i++) {
        lost += Math.pow(weights.get(output, i) - factor * weights.get(kept, i), 2);
      }
    }
    return energy == 0 ? 0 : Math.sqrt(lost / energy);
  }
}
