package dev.whittle.cli.compress;

import dev.whittle.passes.Executor.Running;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.ledger.Subject;
import dev.whittle.passes.ledger.Sweep;
import dev.whittle.passes.ledger.Sweep.Point;
import dev.whittle.passes.ledger.Sweep.Way;
import dev.whittle.passes.ledger.Trial;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipelines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The best way to compress a network that was found.
 *
 * @param tried every candidate, layer by layer
 * @param sweep the pipeline {@code exact}, then recipes that do more and more damage, on the
 *     pictures that the search saw
 * @param chosen the recipe that comes closest to the goal; {@link Recipe#EXACT} when none is better
 *     and close enough to what the network was
 * @param point what it came to
 * @param verdict on the pictures that the search did not see
 */
record Compression(
    Goal goal, List<Tried> tried, Sweep sweep, Recipe chosen, Point point, Verdict verdict) {
  /** So many pictures tell the damage of one layer. */
  private static final int PROBES = 40;

  /**
   * Searches, measures and judges.
   *
   * @param subject its pipeline and its calibration are not used
   * @param maxDrop the share of right answers that may be lost on what the search sees, of the same
   *     answers without labels
   * @param trial its data are what the search sees
   * @param judges what it does not see
   */
  static Compression of(Subject subject, Goal goal, double maxDrop, Trial trial, Data judges) {
    Data few = Remembered.some(trial.data(), PROBES);
    Search search = new Search(subject.with(Pipelines.EXACT, Optional.of(few)), goal, few);
    List<Tried> tried = search.all(trial.watcher());
    List<Recipe> recipes = new ArrayList<>(List.of(Recipe.EXACT));
    recipes.addAll(Budgets.recipes(tried));
    List<Way> ways = new ArrayList<>();
    for (int i = 0; i < recipes.size(); i++) {
      Pipeline pipeline = recipes.get(i).pipeline();
      ways.add(new Way(i == 0 ? pipeline.name() : "budget " + i, pipeline));
    }
    Subject whole = subject.with(Pipelines.EXACT, Optional.of(trial.data()));
    Sweep sweep = Sweep.of(whole, ways, trial);
    int best = best(sweep, goal, maxDrop);
    Recipe chosen = recipes.get(best);
    Verdict verdict = verdict(whole, chosen, trial, judges);
    return new Compression(goal, tried, sweep, chosen, sweep.points().get(best), verdict);
  }

  /** The position of the best point that loses no more than {@code maxDrop}; 0 is always one. */
  static int best(Sweep sweep, Goal goal, double maxDrop) {
    List<Point> points = sweep.points();
    Point exact = points.getFirst();
    int best = 0;
    for (int i = 1; i < points.size(); i++) {
      boolean isBetter = goal.reached(points.get(i)) < goal.reached(points.get(best));
      if (isBetter && drop(exact, points.get(i)) <= maxDrop) {
        best = i;
      }
    }
    return best;
  }

  /** The share of answers that are right no more; without labels, that are others. */
  static double drop(Point exact, Point point) {
    int items = point.difference().items();
    int kept =
        point
            .difference()
            .rightAnswers()
            .orElseGet(() -> point.difference().sameAnswers().orElseThrow());
    int all = exact.difference().rightAnswers().orElse(items);
    return (all - kept) / (double) items;
  }

  private static Verdict verdict(Subject subject, Recipe chosen, Trial trial, Data judges) {
    try (Running before = load(subject, Pipelines.NONE);
        Running after = load(subject, chosen.pipeline())) {
      return Verdict.of(before, after, Scores.of(subject.graph()), judges, trial.watcher());
    }
  }

  private static Running load(Subject subject, Pipeline pipeline) {
    return subject.load(subject.compile(pipeline, subject.graph()).graph());
  }
}
