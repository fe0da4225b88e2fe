package dev.whittle.passes.rank;

import java.util.List;

/**
 * What a layer can be made into.
 *
 * @param candidates at least one, in any order
 */
public record Menu(List<Candidate> candidates) {
  /**
   * One way to have the layer.
   *
   * @param cost in the unit of the budget, 0 or more
   * @param damage what it does to the network; damages of layers add up
   */
  public record Candidate(long cost, double damage) {
    public Candidate {
      if (cost < 0 || Double.isNaN(damage)) {
        throw new IllegalArgumentException("cost %d, damage %s".formatted(cost, damage));
      }
    }
  }

  public Menu {
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("nothing to choose from");
    }
  }
}
