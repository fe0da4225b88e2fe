package dev.whittle.passes.prune;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.Approximation.Burden;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.PassOption;
import dev.whittle.passes.factorise.Burdens;
import dev.whittle.passes.factorise.Layer;
import dev.whittle.passes.select.LayerSelector;
import dev.whittle.passes.select.Selection;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * Puts zeros for units of a layer's weights, the least salient first. The weights stay dense
 * tensors: they are as many as before.
 *
 * @param kind which layers it is for
 * @param rules the options that say how much is kept
 * @param saliencies how units are weighed
 */
record MaskPass(
    PassInfo info,
    Predicate<Node> kind,
    Pattern pattern,
    List<PassOption> rules,
    Saliencies saliencies)
    implements Pass {
  /** Of one layer after the other, how much its units matter. */
  @FunctionalInterface
  interface Saliencies {
    List<double[]> of(Graph graph, List<Masked> layers, PassContext context);
  }

  /**
   * A layer and its units.
   *
   * @param units for each weight the number of its unit
   */
  record Masked(Node node, Layer layer, int[] units) {
    int count() {
      return Arrays.stream(units).max().orElse(-1) + 1;
    }
  }

  static MaskPass of(
      String name,
      String summary,
      Predicate<Node> kind,
      Pattern pattern,
      List<PassOption> rules,
      Saliencies saliencies,
      PassOption... own) {
    List<PassOption> options = new ArrayList<>(List.of(LayerSelector.OPTION));
    options.addAll(rules);
    options.addAll(List.of(own));
    return new MaskPass(
        new PassInfo(
            name, summary, options, Level.PORTABLE, Level.PORTABLE, Exactness.APPROXIMATE, false),
        kind,
        pattern,
        rules,
        saliencies);
  }

  @Override
  public Optional<String> objection(Map<String, Object> options) {
    return Amount.objection(options, rules);
  }

  @Override
  public Graph run(Graph graph, PassContext context) {
    Selection selection = context.option(LayerSelector.OPTION, LayerSelector.class).select(graph);
    Graph bound = graph.bindAll(1);
    List<Masked> layers = new ArrayList<>();
    for (Node node : bound.nodes()) {
      if (selection.has(node) && kind.test(node)) {
        Layer.of(bound, node, context)
            .ifPresent(layer -> {
              if (layer.isFinite()) {
                layers.add(new Masked(node, layer, pattern.units(layer, context)));
              } else {
                left(layer, "not all of its weights are finite", context);
              }
            });
      }
    }
    List<boolean[]> kept = kept(saliencies.of(graph, layers, context), context);
    Graph current = graph;
    for (int i = 0; i < layers.size() && context.mayPatch(); i++) {
      current = mask(current, layers.get(i), kept.get(i), context);
    }
    return current;
  }

  /** Which units stay. */
  private List<boolean[]> kept(List<double[]> saliencies, PassContext context) {
    if (info.options().contains(Amount.ACROSS) && Amount.isAcross(context)) {
      double[] all = saliencies.stream().flatMapToDouble(Arrays::stream).toArray();
      boolean[] kept = largest(all, Amount.of(all.length, context));
      List<boolean[]> parts = new ArrayList<>();
      int at = 0;
      for (double[] part : saliencies) {
        parts.add(Arrays.copyOfRange(kept, at, at + part.length));
        at += part.length;
      }
      return parts;
    }
    return saliencies.stream().map(part -> largest(part, Amount.of(part.length, context))).toList();
  }

  /** The places of the {@code count} largest numbers; of equal ones the first stay. */
  private static boolean[] largest(double[] numbers, int count) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    boolean[] largest = new boolean[numbers.length];
    if (count == 0) {
      return largest;
    }
    double least = sorted[numbers.length - count];
    int left = count;
    for (int i = 0; i < numbers.length; i++) {
      largest[i] = numbers[i] > least;
      left -= largest[i] ? 1 : 0;
    }
    for (int i = 0; i < numbers.length && left > 0; i++) {
      if (numbers[i] == least) {
        largest[i] = true;
        left--;
      }
    }
    return largest;
  }

  private Graph mask(Graph graph, Masked masked, boolean[] kept, PassContext context) {
    float[] before = masked.layer().weights().get();
    float[] after = before.clone();
    double all = 0;
    double lost = 0;
    for (int i = 0; i < after.length; i++) {
      double square = (double) before[i] * before[i];
      all += square;
      if (!kept[masked.units()[i]]) {
        lost += square;
        after[i] = 0;
      }
    }
    if (lost == 0) {
      left(masked.layer(), "no weight changes", context);
      return graph;
    }
    Node node = graph.node(masked.node().id());
    Patch.Builder patch = Patch.of(graph, info.name(), "Mask");
    int[] sizes = graph.type(node.operand(1)).shape().sizes();
    Tensor weight = Tensor.of(after, sizes);
    List<Value> operands = new ArrayList<>(node.operands());
    operands.set(
        1, patch.add(node, node.name() + ".masked_weight", new Constant(weight), List.of()));
    Graph masking = context.apply(graph, patch.replace(node, node.op(), operands).build());
    context.approximated(
        new Approximation(
            masked.layer().name(),
            setting(kept),
            Burdens.of(
                masked.layer(),
                Layer.known(graph, node.operand(1), context).orElseThrow(),
                context),
            Burdens.of(masked.layer(), weight, context),
            OptionalDouble.of(Math.sqrt(lost / all)),
            ""));
    return masking;
  }

  /** The share of units that stay, as an option. */
  private String setting(boolean[] kept) {
    int count = 0;
    for (boolean one : kept) {
      count += one ? 1 : 0;
    }
    String option = rules.size() == 1 ? rules.getFirst().name() : Amount.DENSITY.name();
    return String.format(Locale.ROOT, "%s: %.3g", option, (double) count / kept.length);
  }

  private static void left(Layer layer, String objection, PassContext context) {
    Burden burden = Burdens.of(layer, context);
    context.approximated(
        new Approximation(layer.name(), "", burden, burden, OptionalDouble.empty(), objection));
  }
}
