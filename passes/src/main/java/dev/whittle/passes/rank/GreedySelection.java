package dev.whittle.passes.rank;

import dev.whittle.passes.rank.Menu.Candidate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Choices found a step at a time (Zhang et al. 2016, section 2.4): from the dearest on, the layer
 * that loses the least for what it saves goes one candidate down, until the budget is met. Only
 * candidates on the lower convex hull of a menu are steps, so a candidate that saves little for its
 * damage is never in the way of one that saves more. What the last step saves too much is spent
 * again, on any candidates.
 */
public final class GreedySelection {
  private final List<Menu> menus;
  private final int[] choices;
  private long cost;

  private GreedySelection(List<Menu> menus) {
    this.menus = menus;
    this.choices = new int[menus.size()];
  }

  /** Choices that cost at most {@code budget}; nothing when all cost more. */
  public static Optional<Selection> leastDamage(List<Menu> menus, long budget) {
    GreedySelection greedy = new GreedySelection(menus);
    if (!greedy.descend(budget)) {
      return Optional.empty();
    }
    greedy.spend(budget);
    return Optional.of(Selection.of(menus, Arrays.stream(greedy.choices).boxed().toList()));
  }

  private Candidate candidate(int menu, int choice) {
    return menus.get(menu).candidates().get(choice);
  }

  private Candidate chosen(int menu) {
    return candidate(menu, choices[menu]);
  }

  private void choose(int menu, int choice) {
    cost += candidate(menu, choice).cost() - chosen(menu).cost();
    choices[menu] = choice;
  }

  /** Goes down the hulls; false when even their ends cost more than {@code budget}. */
  private boolean descend(long budget) {
    List<List<Integer>> hulls = menus.stream().map(GreedySelection::hull).toList();
    for (int i = 0; i < choices.length; i++) {
      choices[i] = hulls.get(i).getFirst();
      cost += chosen(i).cost();
    }
    int[] steps = new int[choices.length];
    while (cost > budget) {
      int best = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < steps.length; i++) {
        if (steps[i] + 1 < hulls.get(i).size()) {
          double price = price(chosen(i), candidate(i, hulls.get(i).get(steps[i] + 1)));
          if (price < least) {
            least = price;
            best = i;
          }
        }
      }
      if (best < 0) {
        return false;
      }
      choose(best, hulls.get(best).get(++steps[best]));
    }
    return true;
  }

  /** Undoes as much damage as what is left of {@code budget} pays for, the most at a time. */
  private void spend(long budget) {
    boolean changed = true;
    while (changed) {
      changed = false;
      double most = 0;
      int menu = -1;
      int choice = -1;
      for (int i = 0; i < choices.length; i++) {
        for (int k = 0; k < menus.get(i).candidates().size(); k++) {
          double undone = chosen(i).damage() - candidate(i, k).damage();
          if (undone > most && cost - chosen(i).cost() + candidate(i, k).cost() <= budget) {
            most = undone;
            menu = i;
            choice = k;
          }
        }
      }
      if (menu >= 0) {
        choose(menu, choice);
        changed = true;
      }
    }
  }

  /** Damage for each unit of cost that is saved. */
  private static double price(Candidate dear, Candidate cheap) {
    return (cheap.damage() - dear.damage()) / (dear.cost() - cheap.cost());
  }

  /** The candidates of a menu on the lower convex hull of cost and damage, dearest first. */
  private static List<Integer> hull(Menu menu) {
    List<Candidate> all = menu.candidates();
    List<Integer> byDamage =
        IntStream.range(0, all.size())
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer i) -> all.get(i).damage())
                    .thenComparingLong(i -> all.get(i).cost()))
            .toList();
    List<Integer> hull = new ArrayList<>();
    for (int i : byDamage) {
      Candidate next = all.get(i);
      if (!hull.isEmpty() && next.cost() >= all.get(hull.getLast()).cost()) {
        continue;
      }
      while (hull.size() > 1
          && price(all.get(hull.get(hull.size() - 2)), next)
              <= price(all.get(hull.get(hull.size() - 2)), all.get(hull.getLast()))) {
        hull.removeLast();
      }
      hull.add(i);
    }
    return hull;
  }
}
