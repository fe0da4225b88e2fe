package dev.whittle.passes.prune;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.PassOption;
import dev.whittle.passes.PassOption.Type;
import dev.whittle.passes.factorise.Layer;
import dev.whittle.passes.prune.Merger.Merge;
import dev.whittle.passes.select.LayerSelector;
import dev.whittle.passes.select.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets outputs of a layer stand for others whose weights are nearly proportional to theirs: a ReLU
 * keeps positive factors, so what reads the one can read a multiple of the other (Srinivas and
 * Babu, Data-free parameter pruning for deep neural networks, 2015). Needs no inputs.
 */
public final class MergeNeurons implements Pass {
  private static final PassOption CUTOFF =
      PassOption.optional(
              "cutoff",
              Type.NUMBER,
              "This share of the merges that are less salient than most are: than the mode of all.")
          .within(0, 1);

  private static final List<PassOption> RULES =
      List.of(Amount.WIDTH, Amount.DENSITY, Amount.RATIO, CUTOFF);

  public static final Pass PASS = new MergeNeurons();

  private final PassInfo info;

  private MergeNeurons() {
    List<PassOption> options = new ArrayList<>(List.of(LayerSelector.OPTION));
    options.addAll(RULES);
    options.add(Keep.OPTION);
    this.info =
        new PassInfo(
            "merge-neurons",
            "Merges outputs of a layer whose weights are nearly proportional.",
            options,
            Level.PORTABLE,
            Level.PORTABLE,
            Exactness.APPROXIMATE,
            false);
  }

  @Override
  public PassInfo info() {
    return info;
  }

  @Override
  public Optional<String> objection(Map<String, Object> options) {
    return Amount.objection(options, RULES);
  }

  @Override
  public Graph run(Graph graph, PassContext context) {
    Selection selection = context.option(LayerSelector.OPTION, LayerSelector.class).select(graph);
    Verdicts verdicts = new Verdicts();
    Graph current = graph;
    for (Node node : graph.bindAll(1).nodes()) {
      boolean isMeant =
          selection.has(node)
              && Bundle.isMaker(graph, node)
              && Layer.of(graph, node, context).isPresent();
      if (isMeant && context.mayPatch()) {
        current = merge(current, node.name(), verdicts, context);
      }
    }
    verdicts.write(graph, current, context);
    return current;
  }

  private Graph merge(Graph graph, String name, Verdicts verdicts, PassContext context) {
    Graph bound = graph.bindAll(1);
    Node node = bound.find(name).orElseThrow();
    Layer layer = Layer.of(bound, node, context).orElseThrow();
    ChannelSets sets = ChannelSets.of(bound, context);
    List<Integer> outputs = new ArrayList<>();
    Optional<String> objection =
        layer.isFinite() ? Optional.empty() : Optional.of("not all of its weights are finite");
    for (int i = 0; i < layer.sizes().getFirst() && layer.isFinite(); i++) {
      Optional<String> hold = hold(sets, node, i);
      objection = objection.or(() -> hold);
      if (hold.isEmpty()) {
        outputs.add(i);
      }
    }
    if (outputs.size() < 2) {
      verdicts.left(name, objection.orElse("it has a single output"));
      return graph;
    }
    Merging merging = new Merging(graph, layer, node, sets, outputs, context);
    List<Merge> merges = merging.merges(count(merging, layer.sizes().getFirst(), context));
    if (merges.isEmpty()) {
      verdicts.left(name, "none of its outputs had to go");
      return graph;
    }
    Patch patch = merging.patch(info.name(), merges);
    Optional<String> slow = Keep.objection(graph, graph.apply(patch), context);
    if (slow.isPresent()) {
      verdicts.left(name, slow.get());
      return graph;
    }
    int width = layer.sizes().getFirst() - merges.size();
    verdicts.done(name, width, merging.error(merges));
    return context.apply(graph, patch);
  }

  private static int count(Merging merging, int all, PassContext context) {
    Optional<Double> cutoff = context.given(CUTOFF, Double.class);
    return cutoff.isPresent()
        ? (int) Math.round(cutoff.get() * merging.lessSalientThanMost())
        : all - Math.max(1, Amount.of(all, context));
  }

  /** Why an output cannot be merged; nothing when it can. */
  private static Optional<String> hold(ChannelSets sets, Node node, int output) {
    int set = sets.set(node.value(), output);
    return sets.hold(set).or(() -> sets.bend(set));
  }
}
