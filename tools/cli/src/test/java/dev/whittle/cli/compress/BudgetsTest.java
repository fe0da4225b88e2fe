package dev.whittle.cli.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.passes.pipeline.Catalogue;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BudgetsTest {
  private static final Way WAY =
      new Way(Catalogue.SPLIT_SPATIAL, "ratio", List.of(1.5, 2.0, 3.0), Map.of(), Map.of());
  private static final Tried A_LITTLE = tried("a", 1.5, 100, OptionalDouble.of(0.01));
  private static final Tried A_MUCH = tried("a", 3, 300, OptionalDouble.of(0.2));
  private static final Tried B = tried("b", 2, 250, OptionalDouble.of(0.05));
  private static final Tried B_SLOW = tried("b", 3, -5, OptionalDouble.empty());
  private static final Tried B_BROKEN = tried("b", 1.5, 900, OptionalDouble.of(1.0 / 0));

  @Test
  void takesWhatGainsMostWithinTheBudget() {
    List<List<Tried>> layers = List.of(List.of(A_LITTLE, A_MUCH), List.of(B));
    assertThat(Budgets.within(layers, 0.005)).isEqualTo(Recipe.EXACT);
    assertThat(Budgets.within(layers, 0.04)).isEqualTo(recipe(A_LITTLE));
    assertThat(Budgets.within(layers, 0.05)).isEqualTo(recipe(B));
    assertThat(Budgets.within(layers, 0.1)).isEqualTo(recipe(A_LITTLE, B));
    assertThat(Budgets.within(layers, 0.22)).isEqualTo(recipe(A_LITTLE, B));
    assertThat(Budgets.within(layers, 0.3)).isEqualTo(recipe(A_MUCH, B));
  }

  @Test
  void recipesDifferAndLeaveOutWhatIsNoUse() {
    List<Recipe> recipes = Budgets.recipes(List.of(A_LITTLE, A_MUCH, B, B_SLOW, B_BROKEN));
    assertThat(recipes).doesNotHaveDuplicates().startsWith(recipe(A_LITTLE));
    assertThat(recipes.getLast()).isEqualTo(recipe(A_MUCH, B));
    assertThat(Budgets.recipes(List.of(B_SLOW, B_BROKEN))).isEmpty();
  }

  private static Recipe recipe(Tried... parts) {
    return new Recipe(List.of(parts));
  }

  private static Tried tried(String layer, double ratio, long gain, OptionalDouble damage) {
    Candidate candidate = new Candidate(layer, layer, WAY, ratio);
    return new Tried(candidate, "rank: 1", 1000, 1000 - gain, damage);
  }
}
