package dev.whittle.tests.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.passes.rank.ExactSelection;
import dev.whittle.passes.rank.GreedySelection;
import dev.whittle.passes.rank.Menu;
import dev.whittle.passes.rank.Menu.Candidate;
import dev.whittle.passes.rank.Selection;
import dev.whittle.tests.graphs.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Selections against all choices there are, on menus small enough to try them. */
class RankSelectionTest {
  @Test
  void theExactSelectionIsTheBestOfAllChoices() {
    int[] found = {0, 0};
    Cases.run(
        "selections of three layers",
        200,
        () -> found[0] > 10 && found[1] > 10,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          List<Menu> menus = menus(random, 3, 1 + random.nextInt(5));
          long budget = random.nextLong(1, 400);
          double best = Double.POSITIVE_INFINITY;
          for (Selection choice : all(menus)) {
            best = choice.cost() <= budget ? Math.min(best, choice.damage()) : best;
          }
          Optional<Selection> exact = ExactSelection.leastDamage(menus, budget);
          found[exact.isPresent() ? 0 : 1]++;
          assertThat(exact.isPresent()).isEqualTo(Double.isFinite(best));
          if (exact.isPresent()) {
            assertThat(exact.get().damage()).isCloseTo(best, within(1e-12));
            assertThat(exact.get().cost()).isLessThanOrEqualTo(budget);
          }
        });
    assertThat(Cases.isReplay() || found[0] > 10 && found[1] > 10).isTrue();
  }

  @Test
  void theCheapestSelectionIsTheCheapestOfAllChoices() {
    Cases.run(
        "cheapest selections",
        200,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          List<Menu> menus = menus(random, 3, 1 + random.nextInt(5));
          double limit = random.nextDouble(6);
          long best = Long.MAX_VALUE;
          for (Selection choice : all(menus)) {
            best = choice.damage() <= limit ? Math.min(best, choice.cost()) : best;
          }
          Optional<Selection> cheapest = ExactSelection.leastCost(menus, limit);
          assertThat(cheapest.map(Selection::cost).orElse(Long.MAX_VALUE)).isEqualTo(best);
        });
  }

  @Test
  void theGreedySelectionKeepsTheBudgetAndIsNoBetter() {
    Cases.run(
        "greedy selections",
        200,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          List<Menu> menus = menus(random, 4, 1);
          long budget = random.nextLong(1, 400);
          Optional<Selection> greedy = GreedySelection.leastDamage(menus, budget);
          Optional<Selection> exact = ExactSelection.leastDamage(menus, budget);
          assertThat(greedy.isPresent()).isEqualTo(exact.isPresent());
          if (greedy.isPresent()) {
            assertThat(greedy.get().cost()).isLessThanOrEqualTo(budget);
            assertThat(greedy.get().damage()).isGreaterThanOrEqualTo(exact.get().damage() - 1e-12);
          }
        });
  }

  @Test
  void theGreedySelectionIsNearTheBest() {
    double[] damages = {0, 0};
    int[] near = {0, 0};
    Cases.run(
        "greedy selections of spectra",
        100,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          List<Menu> menus = new ArrayList<>();
          long all = 0;
          for (int i = random.nextInt(3, 12); i > 0; i--) {
            Menu menu = spectrum(random);
            menus.add(menu);
            all += menu.candidates().getFirst().cost();
          }
          long budget = (long) (all / random.nextDouble(1.05, 4));
          double exact = ExactSelection.leastDamage(menus, budget).orElseThrow().damage();
          Selection greedy = GreedySelection.leastDamage(menus, budget).orElseThrow();
          assertThat(greedy.cost()).isLessThanOrEqualTo(budget);
          damages[0] += exact;
          damages[1] += greedy.damage();
          near[greedy.damage() <= 1.1 * exact ? 0 : 1]++;
        });
    System.out.printf(
        "greedy %.4f of exact, %d of %d within 10 %%%n",
        damages[1] / damages[0], near[0], near[0] + near[1]);
    assertThat(Cases.isReplay() || damages[1] < 1.05 * damages[0]).isTrue();
    assertThat(Cases.isReplay() || near[0] > 3 * near[1]).isTrue();
  }

  /** A layer as it is, then at each rank; the highest ranks cost more than the layer. */
  private static Menu spectrum(SplittableRandom random) {
    int full = random.nextInt(8, 65);
    long each = random.nextLong(1, 50);
    double fall = random.nextDouble(1, 8);
    double saved = random.nextDouble(0.4, 1.2);
    double all = 0;
    for (int rank = 1; rank <= full; rank++) {
      all += Math.exp(-fall * rank / full);
    }
    List<Candidate> candidates = new ArrayList<>();
    candidates.add(new Candidate((long) (saved * each * full), 0));
    double kept = 0;
    for (int rank = 1; rank <= full; rank++) {
      kept += Math.exp(-fall * rank / full);
      candidates.add(new Candidate(each * rank, Math.max(0, -Math.log(kept / all))));
    }
    return new Menu(candidates);
  }

  @Test
  void costsWithoutACommonDivisorKeepTheBudget() {
    Cases.run(
        "selections of large costs",
        20,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          List<Menu> menus = menus(random, 5, 1_000_003);
          long most = 0;
          for (Menu menu : menus) {
            most += menu.candidates().stream().mapToLong(Candidate::cost).max().orElseThrow();
          }
          long budget = most / 2 + 1;
          double best = Double.POSITIVE_INFINITY;
          for (Selection choice : all(menus)) {
            best = choice.cost() <= budget * 0.999 ? Math.min(best, choice.damage()) : best;
          }
          Optional<Selection> exact = ExactSelection.leastDamage(menus, budget);
          exact.ifPresent(e -> assertThat(e.cost()).isLessThanOrEqualTo(budget));
          assertThat(exact.map(Selection::damage).orElse(Double.POSITIVE_INFINITY))
              .isLessThanOrEqualTo(best + 1e-12);
        });
  }

  /** Layers of a few candidates whose damage falls as the cost grows, more or less. */
  private static List<Menu> menus(SplittableRandom random, int layers, int unit) {
    List<Menu> menus = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      List<Candidate> candidates = new ArrayList<>();
      for (int k = random.nextInt(1, 7); k > 0; k--) {
        long cost = random.nextLong(1, 120);
        double damage = 200.0 / (cost + 20) + random.nextDouble(0.5);
        candidates.add(new Candidate(cost * unit, damage));
      }
      menus.add(new Menu(candidates));
    }
    return menus;
  }

  private static List<Selection> all(List<Menu> menus) {
    List<Selection> all = List.of(new Selection(List.of(), 0, 0));
    for (Menu menu : menus) {
      List<Selection> longer = new ArrayList<>();
      for (Selection before : all) {
        for (int i = 0; i < menu.candidates().size(); i++) {
          Candidate candidate = menu.candidates().get(i);
          List<Integer> choices = new ArrayList<>(before.choices());
          choices.add(i);
          longer.add(
              new Selection(
                  choices, before.cost() + candidate.cost(), before.damage() + candidate.damage()));
        }
      }
      all = longer;
    }
    return all;
  }
}
