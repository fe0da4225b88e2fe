package dev.whittle.passes.factorise;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Node;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.Approximation.Burden;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.PassOption;
import dev.whittle.passes.select.LayerSelector;
import dev.whittle.passes.select.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Takes layers apart into smaller ones by one method. Layers that it is not meant for, and those
 * whose weights are not at hand, are passed over; those for which it does not pay are left alone,
 * and the ledger says why.
 */
public record FactorisePass(PassInfo info, Method method) implements Pass {
  /**
   * A pass with the options that all factorisations share.
   *
   * @param own the method's options besides
   */
  public static FactorisePass of(String name, String summary, Method method, PassOption... own) {
    return new FactorisePass(
        new PassInfo(
            name,
            summary,
            Criteria.options(own),
            Level.PORTABLE,
            Level.PORTABLE,
            Exactness.APPROXIMATE,
            false),
        method);
  }

  @Override
  public Optional<String> objection(Map<String, Object> options) {
    return Criteria.objection(options);
  }

  @Override
  public Graph run(Graph graph, PassContext context) {
    List<Case> cases = cases(graph, context);
    RankChoice choice = new RankChoice(context);
    List<OptionalInt> ranks = choice.of(cases);
    Graph current = graph;
    for (int i = 0; i < cases.size() && context.mayPatch(); i++) {
      Case one = cases.get(i);
      if (ranks.get(i).isEmpty()) {
        context.approximated(one.left(choice.reason()));
        continue;
      }
      int rank = ranks.get(i).getAsInt();
      Burden after = one.burden(rank);
      Optional<String> objection = one.objection(after);
      if (objection.isEmpty()) {
        Chain chain = one.factorisation().chain(rank, current);
        current = context.apply(current, chain.patch(current, current.node(one.id()), info.name()));
      }
      context.approximated(
          new Approximation(
              one.layer().name(),
              "rank: " + rank,
              one.whole(),
              after,
              Burdens.error(one.factorisation().lost(rank)),
              objection.orElse("")));
    }
    return current;
  }

  private List<Case> cases(Graph graph, PassContext context) {
    Graph bound = graph.bindAll(1);
    Selection selection = context.option(LayerSelector.OPTION, LayerSelector.class).select(graph);
    List<Case> cases = new ArrayList<>();
    for (Node node : bound.nodes()) {
      Optional<Layer> layer =
          selection.has(node) ? Layer.of(bound, node, context) : Optional.empty();
      layer
          .flatMap(l -> method.of(l, context))
          .ifPresent(factorisation -> {
            Burden whole = Burdens.of(layer.get(), context);
            Case one = new Case(node.id(), layer.get(), factorisation, whole, context);
            if (layer.get().isFinite()) {
              cases.add(one);
            } else {
              context.approximated(one.left("not all of its weights are finite"));
            }
          });
    }
    return cases;
  }
}
