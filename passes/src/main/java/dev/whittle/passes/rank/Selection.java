package dev.whittle.passes.rank;

import dev.whittle.passes.rank.Menu.Candidate;
import java.util.List;

/**
 * A choice from each of several menus.
 *
 * @param choices the position of the candidate in each menu
 */
public record Selection(List<Integer> choices, long cost, double damage) {
  public Selection {
    choices = List.copyOf(choices);
  }

  static Selection of(List<Menu> menus, List<Integer> choices) {
    long cost = 0;
    double damage = 0;
    for (int i = 0; i < choices.size(); i++) {
      Candidate candidate = menus.get(i).candidates().get(choices.get(i));
      cost = Math.addExact(cost, candidate.cost());
      damage += candidate.damage();
    }
    return new Selection(choices, cost, damage);
  }
}
