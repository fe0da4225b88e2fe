package dev.whittle.passes.factorise;

import dev.whittle.passes.Approximation.Burden;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.pipeline.PipelineMistake;
import dev.whittle.passes.pipeline.Size;
import dev.whittle.passes.rank.ExactSelection;
import dev.whittle.passes.rank.GreedySelection;
import dev.whittle.passes.rank.Menu;
import dev.whittle.passes.rank.Selection;
import dev.whittle.passes.select.LayerSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/** Chooses ranks as the options of the running pass say. */
final class RankChoice {
  /** Ranks of a layer whose times are predicted when a network's ranks are selected. */
  private static final int MOST_PREDICTED = 32;

  private final PassContext context;

  RankChoice(PassContext context) {
    this.context = context;
  }

  /**
   * A rank for each case; none where the layer is better left alone.
   *
   * @throws PassFailure when the layers cannot be made as cheap as wanted
   */
  List<OptionalInt> of(List<Case> cases) {
    return isTogether()
        ? together(cases, context.given(Criteria.RATIO, Double.class))
        : cases.stream().map(this::alone).toList();
  }

  /** Why a layer has no rank. */
  String reason() {
    return isTogether()
        ? "other layers lose less for what they save"
        : "no rank that saves anything keeps enough";
  }

  private boolean isTogether() {
    return context.given(Criteria.RATIO, Double.class).isPresent()
        || context.given(Criteria.BUDGET, Double.class).isPresent();
  }

  private OptionalInt alone(Case one) {
    Optional<Integer> rank = context.given(Criteria.RANK, Integer.class);
    if (rank.isPresent()) {
      return OptionalInt.of(Math.min(rank.get(), one.factorisation().fullRank()));
    }
    double limit =
        context
            .given(Criteria.ENERGY, Double.class)
            .map(energy -> 1 - energy)
            .orElseGet(() -> Math.pow(context.option(Criteria.ERROR, Double.class), 2));
    for (OptionalInt at = one.next(0); at.isPresent(); at = one.next(at.getAsInt())) {
      if (!one.isLess(at.getAsInt())) {
        return OptionalInt.empty();
      }
      if (one.factorisation().lost(at.getAsInt()) <= limit) {
        return at;
      }
    }
    return OptionalInt.of(one.factorisation().fullRank());
  }

  private List<OptionalInt> together(List<Case> cases, Optional<Double> ratio) {
    List<List<Integer>> ranks = cases.stream().map(this::ranks).toList();
    List<Menu> menus = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      menus.add(menu(cases.get(i), ranks.get(i), ratio.isPresent()));
    }
    Selection selection = ratio.map(r -> within(menus, r)).orElseGet(() -> cheapest(menus));
    List<OptionalInt> chosen = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      int choice = selection.choices().get(i);
      chosen.add(choice == 0 ? OptionalInt.empty() : OptionalInt.of(ranks.get(i).get(choice - 1)));
    }
    return chosen;
  }

  private Selection within(List<Menu> menus, double ratio) {
    long all = 0;
    for (Menu menu : menus) {
      all += menu.candidates().getFirst().cost();
    }
    long limit = (long) (all / ratio);
    boolean isGreedy = context.option(Criteria.SEARCH, String.class).equals("greedy");
    Optional<Selection> found =
        isGreedy
            ? GreedySelection.leastDamage(menus, limit)
            : ExactSelection.leastDamage(menus, limit);
    LayerSelector layers = context.option(LayerSelector.OPTION, LayerSelector.class);
    return found.orElseThrow(() ->
        PassFailure.of(
            PipelineMistake.OUT_OF_REACH.error(
                layers.span(),
                "no ranks divide the cost of the layers \"%s\" by %s".formatted(layers, ratio),
                "ask for a lower ratio, or let more be kept with `keep: \"always\"`")));
  }

  private Selection cheapest(List<Menu> menus) {
    double budget = context.option(Criteria.BUDGET, Double.class);
    return ExactSelection.leastCost(menus, budget).orElseThrow();
  }

  /** The ranks of a layer that are weighed, lowest first. */
  private List<Integer> ranks(Case one) {
    List<Integer> ranks = new ArrayList<>();
    for (OptionalInt at = one.next(0);
        at.isPresent() && one.isLess(at.getAsInt());
        at = one.next(at.getAsInt())) {
      ranks.add(at.getAsInt());
    }
    boolean isPredicted =
        context.option(Criteria.KEEP, String.class).equals("faster")
            || context.option(Criteria.COST, String.class).equals("time");
    if (!isPredicted) {
      return ranks;
    }
    int every = Math.ceilDiv(Math.max(1, ranks.size()), MOST_PREDICTED);
    return ranks.stream()
        .filter(rank -> ranks.indexOf(rank) % every == every - 1)
        .filter(rank -> one.objection(one.burden(rank)).isEmpty())
        .toList();
  }

  /** The layer as it is, then each rank. */
  private Menu menu(Case one, List<Integer> ranks, boolean isProduct) {
    long[] costs = costs(one, ranks);
    List<Menu.Candidate> candidates = new ArrayList<>();
    candidates.add(new Menu.Candidate(costs[0], 0));
    for (int i = 0; i < ranks.size(); i++) {
      double damage =
          isProduct
              ? -Math.log(one.factorisation().kept(ranks.get(i)))
              : Math.sqrt(Math.max(0, one.factorisation().lost(ranks.get(i))));
      candidates.add(new Menu.Candidate(costs[i + 1], damage));
    }
    return new Menu(candidates);
  }

  private long[] costs(Case one, List<Integer> ranks) {
    return switch (context.option(Criteria.COST, String.class)) {
      case "time" -> times(one, ranks);
      case "parameters" -> costs(one, ranks, one.whole().parameters(), Size::parameters);
      default -> costs(one, ranks, one.whole().macs(), size -> size.cost().macs());
    };
  }

  private static long[] costs(
      Case one, List<Integer> ranks, long whole, ToLongFunction<Size> cost) {
    return LongStream.concat(
            LongStream.of(whole),
            ranks.stream().mapToLong(rank -> cost.applyAsLong(one.size(rank))))
        .toArray();
  }

  /** Nanoseconds, as measured when those of the layer and of all ranks are known. */
  private static long[] times(Case one, List<Integer> ranks) {
    List<Burden> burdens = new ArrayList<>(List.of(one.whole()));
    ranks.forEach(rank -> burdens.add(one.burden(rank)));
    boolean isMeasured = burdens.stream().allMatch(burden -> burden.measured().isPresent());
    return burdens.stream()
        .mapToLong(b -> (long) (isMeasured ? b.measured().getAsDouble() : b.predicted()))
        .toArray();
  }
}
