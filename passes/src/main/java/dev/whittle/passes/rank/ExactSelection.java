package dev.whittle.passes.rank;

import dev.whittle.passes.rank.Menu.Candidate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The best choices there are, by a dynamic programme over total costs (the knapsack of accnn).
 * Costs are divided by what they have in common. Where even then there are more than {@value
 * #MOST_STATES} totals, costs are rounded up to a coarser grain: a budget is kept all the same.
 */
public final class ExactSelection {
  private static final int MOST_STATES = 1 << 17;

  private final List<Menu> menus;
  private final long grain;
  private final int states;
  private final double[] damages;
  private final int[][] choices;

  private ExactSelection(List<Menu> menus, long budget) {
    this.menus = menus;
    long common =
        Math.max(
            1,
            menus.stream()
                .flatMap(menu -> menu.candidates().stream())
                .mapToLong(Candidate::cost)
                .reduce(0, ExactSelection::divisor));
    this.grain = Math.max(common, Math.ceilDiv(budget, (long) MOST_STATES));
    this.states = Math.toIntExact(budget / grain) + 1;
    this.choices = new int[menus.size()][];
    double[] best = new double[states];
    for (int i = 0; i < menus.size(); i++) {
      best = add(menus.get(i), best, i);
    }
    this.damages = best;
  }

  private static long divisor(long a, long b) {
    return b == 0 ? a : divisor(b, a % b);
  }

  /** The least damage within each total cost, one menu more. */
  private double[] add(Menu menu, double[] before, int index) {
    double[] best = new double[states];
    int[] choice = new int[states];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    Arrays.fill(choice, -1);
    for (int i = 0; i < menu.candidates().size(); i++) {
      Candidate candidate = menu.candidates().get(i);
      long cost = Math.ceilDiv(candidate.cost(), grain);
      for (int total = (int) Math.min(cost, states); total < states; total++) {
        double damage = before[total - (int) cost] + candidate.damage();
        if (damage < best[total]) {
          best[total] = damage;
          choice[total] = i;
        }
      }
    }
    choices[index] = choice;
    return best;
  }

  /** The least damage whose cost is at most {@code budget}; nothing when all cost more. */
  public static Optional<Selection> leastDamage(List<Menu> menus, long budget) {
    ExactSelection solved = new ExactSelection(menus, budget);
    return solved.at(solved.states - 1);
  }

  /** The least cost whose damage is at most {@code limit}; nothing when all do more. */
  public static Optional<Selection> leastCost(List<Menu> menus, double limit) {
    long all = 0;
    for (Menu menu : menus) {
      all += menu.candidates().stream().mapToLong(Candidate::cost).max().orElseThrow();
    }
    ExactSelection solved = new ExactSelection(menus, all + menus.size() * (all >> 16));
    for (int total = 0; total < solved.states; total++) {
      if (solved.damages[total] <= limit) {
        return solved.at(total);
      }
    }
    return Optional.empty();
  }

  private Optional<Selection> at(int total) {
    List<Integer> chosen = new ArrayList<>();
    int left = total;
    for (int i = menus.size() - 1; i >= 0; i--) {
      int choice = choices[i][left];
      if (choice < 0) {
        return Optional.empty();
      }
      chosen.addFirst(choice);
      left -= (int) Math.ceilDiv(menus.get(i).candidates().get(choice).cost(), grain);
    }
    return Optional.of(Selection.of(menus, chosen));
  }
}
