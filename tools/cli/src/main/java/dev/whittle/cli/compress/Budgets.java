package dev.whittle.cli.compress;

import dev.whittle.passes.rank.ExactSelection;
import dev.whittle.passes.rank.Menu;
import dev.whittle.passes.rank.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The recipes that gain most for the damage they do. Gains and damages of layers are taken to add
 * up, which is why recipes are measured as a whole in the end.
 */
final class Budgets {
  private static final int COUNT = 12;

  /** Damage that hardly an answer shows, in nats. */
  static final double LEAST = 1e-3;

  /** Damage that ruins many answers, in nats: more is never allowed. */
  static final double MOST = 0.5;

  private Budgets() {}

  /** Different recipes for budgets from small to large, each a constant factor from the last. */
  static List<Recipe> recipes(List<Tried> tried) {
    Map<String, List<Tried>> layers = new LinkedHashMap<>();
    tried.stream()
        .filter(Tried::isUsable)
        .forEach(t -> layers.computeIfAbsent(t.candidate().layer(), _ -> new ArrayList<>()).add(t));
    if (layers.isEmpty()) {
      return List.of();
    }
    double all = 0;
    for (List<Tried> layer : layers.values()) {
      all += layer.stream().mapToDouble(t -> t.damage().getAsDouble()).max().orElse(0);
    }
    double smallest =
        tried.stream()
            .filter(Tried::isUsable)
            .mapToDouble(t -> t.damage().getAsDouble())
            .min()
            .orElse(0);
    double least = Math.min(MOST, Math.max(LEAST, smallest));
    double most = Math.max(least, Math.min(all, MOST));
    Set<Recipe> recipes = new LinkedHashSet<>();
    for (int i = 0; i < COUNT; i++) {
      recipes.add(within(layers.values(), least * Math.pow(most / least, i / (COUNT - 1.0))));
    }
    recipes.remove(Recipe.EXACT);
    return List.copyOf(recipes);
  }

  /** The recipe that gains most and whose damages sum to at most {@code budget}. */
  static Recipe within(Collection<List<Tried>> layers, double budget) {
    List<List<Tried>> all = List.copyOf(layers);
    Selection selection =
        ExactSelection.leastCost(all.stream().map(Budgets::menu).toList(), budget).orElseThrow();
    List<Tried> parts = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      int choice = selection.choices().get(i);
      if (choice > 0) {
        parts.add(all.get(i).get(choice - 1));
      }
    }
    return new Recipe(parts);
  }

  /** The layer as it is comes first. Costs are what is missed of the largest gain. */
  private static Menu menu(List<Tried> layer) {
    long most = layer.stream().mapToLong(Tried::gain).max().orElseThrow();
    List<Menu.Candidate> candidates = new ArrayList<>();
    candidates.add(new Menu.Candidate(most, 0));
    layer.forEach(
        t -> candidates.add(new Menu.Candidate(most - t.gain(), t.damage().getAsDouble())));
    return new Menu(candidates);
  }
}
