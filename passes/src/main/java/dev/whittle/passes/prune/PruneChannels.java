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
import dev.whittle.passes.calibrate.Calibration;
import dev.whittle.passes.factorise.Layer;
import dev.whittle.passes.prune.Bundle.Unit;
import dev.whittle.passes.select.LayerSelector;
import dev.whittle.passes.select.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Removes outputs of layers, and what reads them, so that weights and maps really shrink: filters
 * (Li et al. 2017) or neurons. The weights of the layers that read them may be fitted to what these
 * responded before, by least squares (ThiNet, Luo et al. 2017; He, Zhang and Sun 2017).
 *
 * @param kind which layers it is for
 */
public record PruneChannels(PassInfo info, Predicate<Node> kind) implements Pass {
  private static final PassOption CRITERION =
      new PassOption(
              "criterion",
              Type.TEXT,
              "path",
              "What goes first: small weights by norm, by path those times the weights that read it,"
                  + " small responses by activation, anything by random.")
          .among(Importance.names());

  private static final PassOption RECONSTRUCT =
      new PassOption(
          "reconstruct",
          Type.TRUTH,
          false,
          "Whether the layers that read the rest are fitted to what they responded before.");

  private static final List<PassOption> RULES = List.of(Amount.WIDTH, Amount.DENSITY, Amount.RATIO);

  static PruneChannels of(String name, String summary, Predicate<Node> kind) {
    List<PassOption> options = new ArrayList<>(List.of(LayerSelector.OPTION));
    options.addAll(RULES);
    options.addAll(
        List.of(
            Amount.ACROSS,
            CRITERION,
            RECONSTRUCT,
            Calibration.POSITIONS,
            Calibration.SEED,
            Keep.OPTION));
    return new PruneChannels(
        new PassInfo(
            name, summary, options, Level.PORTABLE, Level.PORTABLE, Exactness.APPROXIMATE, false),
        kind);
  }

  @Override
  public Optional<String> objection(Map<String, Object> options) {
    return Amount.objection(options, RULES);
  }

  @Override
  public Graph run(Graph graph, PassContext context) {
    Calibration calibration =
        Calibration.of(
            graph,
            context,
            info.name(),
            "go by the weights alone with `criterion: \"path\"` and without `reconstruct`");
    Importance importance = Importance.of(context.option(CRITERION, String.class));
    Selection selection = context.option(LayerSelector.OPTION, LayerSelector.class).select(graph);
    Graph bound = graph.bindAll(1);
    ChannelSets sets = ChannelSets.of(bound, context);
    List<Bundle> bundles =
        Bundle.of(sets, node -> selection.has(node) && kind.test(node)).stream()
            .filter(bundle -> bundle.layers().stream().allMatch(l -> isKnown(bound, l, context)))
            .toList();
    Verdicts verdicts = new Verdicts();
    List<Bundle> able =
        bundles.stream().filter(b -> isAble(b, bound, selection, verdicts, context)).toList();
    List<List<Unit>> gone =
        new Choice(sets, able, importance.of(sets, able, calibration)).of(context);
    Optional<Refit> refit =
        context.option(RECONSTRUCT, Boolean.class)
            ? Optional.of(new Refit(graph, sets, Choice.sets(gone), calibration))
            : Optional.empty();
    Graph current = graph;
    for (int i = 0; i < able.size() && context.mayPatch(); i++) {
      List<String> layers = wanted(able.get(i), bound, selection);
      current = remove(current, layers, gone.get(i), refit, verdicts, context);
    }
    verdicts.write(graph, current, context);
    return current;
  }

  private static boolean isKnown(Graph bound, String name, PassContext context) {
    return Layer.of(bound, bound.find(name).orElseThrow(), context).isPresent();
  }

  private boolean isAble(
      Bundle bundle, Graph bound, Selection selection, Verdicts verdicts, PassContext context) {
    boolean isFinite =
        bundle.layers().stream()
            .map(name -> Layer.of(bound, bound.find(name).orElseThrow(), context).orElseThrow())
            .allMatch(Layer::isFinite);
    Optional<String> objection =
        !isFinite
            ? Optional.of("not all of its weights are finite")
            : bundle.isFree() ? Optional.empty() : bundle.units().getFirst().hold();
    objection.ifPresent(
        reason -> wanted(bundle, bound, selection).forEach(name -> verdicts.left(name, reason)));
    return objection.isEmpty();
  }

  private List<String> wanted(Bundle bundle, Graph graph, Selection selection) {
    return bundle.layers().stream()
        .filter(name -> {
          Node node = graph.find(name).orElseThrow();
          return selection.has(node) && kind.test(node);
        })
        .toList();
  }

  private Graph remove(
      Graph graph,
      List<String> layers,
      List<Unit> gone,
      Optional<Refit> refit,
      Verdicts verdicts,
      PassContext context) {
    layers.forEach(name -> verdicts.left(name, "none of its outputs had to go"));
    if (gone.isEmpty()) {
      return graph;
    }
    ChannelSets sets = ChannelSets.of(graph.bindAll(1), context);
    Removal removal = new Removal(graph, sets, Bundle.sets(gone, sets), context);
    Patch patch = removal.patch(info.name(), "RemoveChannels", Map.of());
    Optional<String> objection = Keep.objection(graph, graph.apply(patch), context);
    if (objection.isPresent()) {
      layers.forEach(name -> verdicts.left(name, objection.get()));
      return graph;
    }
    for (String name : layers) {
      int[] lost = Bundle.of(name, gone);
      if (lost.length > 0) {
        double[] energies = Importance.energies(graph.bindAll(1), name, context);
        verdicts.done(name, energies.length - lost.length, error(energies, lost));
        refit.ifPresent(r -> r.lost(name, lost));
      }
    }
    Graph current = context.apply(graph, patch);
    return refit.isPresent()
        ? refit.get().after(current, readers(graph, removal), info.name())
        : current;
  }

  /** Of weights with these squares in each output, some of which are lost. */
  private static double error(double[] energies, int[] lost) {
    double all = Arrays.stream(energies).sum();
    double gone = Arrays.stream(lost).mapToDouble(output -> energies[output]).sum();
    return all == 0 ? 0 : Math.sqrt(gone / all);
  }

  /** The layers that lost inputs. */
  private static List<String> readers(Graph graph, Removal removal) {
    return graph.nodes().stream()
        .filter(node -> Bundle.isMaker(graph, node) && removal.shrinks(node.operand(0)))
        .map(Node::name)
        .toList();
  }
}
