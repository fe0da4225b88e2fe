package dev.whittle.tests.graphs;

import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Random valid networks over every portable op, with awkward sizes, weights and inputs that keep
 * all values finite and of moderate size.
 */
public final class RandomGraphs {
  private RandomGraphs() {}

  /** What kinds of networks to make. */
  public enum Profile {
    /** Everything the IR can say: one to three spatial axes, ops across a fixed batch. */
    ANY,
    /** What the compiler takes: one or two spatial axes. */
    COMPILABLE
  }

  /** Networks of 3 to 30 ops. Shrinking cuts ops off the end. */
  public static Arbitrary<Sample> samples(Profile profile) {
    Arbitrary<Long> seeds = Arbitraries.longs().withoutEdgeCases().dontShrink();
    return Combinators.combine(seeds, Arbitraries.integers().between(3, 30))
        .as((seed, steps) -> sample(seed, steps, profile));
  }

  /** One network of 3 to 30 ops. */
  public static Sample sample(long seed, Profile profile) {
    return sample(seed, new SplittableRandom(~seed).nextInt(3, 31), profile);
  }

  /**
   * One network. With fewer steps the same seed gives the start of the same network.
   *
   * @param steps the ops to add beside inputs, parameters and constants; a step may need a few
   */
  public static Sample sample(long seed, int steps, Profile profile) {
    Grower grower = new Grower(seed, profile);
    Recipes recipes = new Recipes(grower);
    while (grower.ops() < steps) {
      recipes.step();
    }
    return grower.finish(seed, steps, profile);
  }
}
