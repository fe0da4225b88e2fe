package dev.whittle.passes.rank;

import dev.whittle.passes.rank.Menu.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Choices found a step at a time (Zhang et al. 2016, section 2.4): from the dearest on, the layer
 * that loses the least for what it saves goes one candidate down, until the budget is met.
 */
public final class GreedySelection {
  private GreedySelection() {}

  /** Choices that cost at most {@code budget}; nothing when all cost more. */
  public static Optional<Selection> leastDamage(List<Menu> menus, long budget) {
    List<List<Integer>> ladders = menus.stream().map(GreedySelection::ladder).toList();
    int[] steps = new int[menus.size()];
    long cost = 0;
    for (int i = 0; i < steps.length; i++) {
      cost += candidate(menus, ladders, i, 0).cost();
    }
    while (cost > budget) {
      int best = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < steps.length; i++) {
        if (steps[i] + 1 < ladders.get(i).size()) {
          Candidate now = candidate(menus, ladders, i, steps[i]);
          Candidate next = candidate(menus, ladders, i, steps[i] + 1);
          double price = -Math.expm1(now.damage() - next.damage()) / (now.cost() - next.cost());
          if (price < least) {
            least = price;
            best = i;
          }
        }
      }
      if (best < 0) {
        return Optional.empty();
      }
      cost -= candidate(menus, ladders, best, steps[best]).cost();
      steps[best]++;
      cost += candidate(menus, ladders, best, steps[best]).cost();
    }
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < steps.length; i++) {
      chosen.add(ladders.get(i).get(steps[i]));
    }
    return Optional.of(Selection.of(menus, chosen));
  }

  private static Candidate candidate(
      List<Menu> menus, List<List<Integer>> ladders, int menu, int step) {
    return menus.get(menu).candidates().get(ladders.get(menu).get(step));
  }

  /** The candidates of a menu that do least damage for their cost, dearest first. */
  private static List<Integer> ladder(Menu menu) {
    List<Candidate> all = menu.candidates();
    List<Integer> byCost =
        IntStream.range(0, all.size())
            .boxed()
            .sorted(
                Comparator.comparingLong((Integer i) -> all.get(i).cost())
                    .thenComparingDouble(i -> all.get(i).damage()))
            .toList();
    List<Integer> ladder = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    for (int i : byCost) {
      if (all.get(i).damage() < least || ladder.isEmpty()) {
        least = all.get(i).damage();
        ladder.addFirst(i);
      }
    }
    return ladder;
  }
}
