package dev.whittle.tests.graphs;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

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

  /**
   * Holds one network to {@code property}. When it fails, the fewest steps of the same network that
   * fail are looked for and reported.
   */
  public static void check(Sample sample, Consumer<Sample> property) {
    Optional<Throwable> whole = failure(sample, property);
    for (int steps = 1; whole.isPresent() && steps <= sample.steps(); steps++) {
      Sample start = sample(sample.seed(), steps, sample.profile());
      Optional<Throwable> failure = failure(start, property);
      if (failure.isPresent()) {
        throw new AssertionError("fails on " + start, failure.get());
      }
    }
    whole.ifPresent(failure -> {
      throw new AssertionError("failed once, then no more, on " + sample, failure);
    });
  }

  private static Optional<Throwable> failure(Sample sample, Consumer<Sample> property) {
    try {
      property.accept(sample);
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      return Optional.of(e);
    }
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
