package dev.whittle.grammar.write;

import dev.whittle.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Joins calls into statements. */
final class Chains {
  private static final Set<String> OWN_STATEMENT = Set.of("concat", "max_pool", "average_pool");
  private static final Set<String> AFTER_LAYERS =
      Set.of("dropout", "global_average_pool", "softmax");

  private Chains() {}

  /**
   * The statements of {@code steps}: a call with one operand joins the call that makes it, where
   * nothing else reads that. A statement has one layer, or a convolution and its normalisation;
   * pools and what joins branches begin one, and what follows the last layers does, as these are
   * where repeated parts end.
   *
   * @param results what is read from outside
   */
  static List<Chain> of(List<Step> steps, Set<Integer> results) {
    Map<Integer, Integer> uses = new HashMap<>();
    for (Step step : steps) {
      for (Object operand : step.operands()) {
        if (operand instanceof Value value) {
          uses.merge(value.node(), 1, Integer::sum);
        }
      }
    }
    results.forEach(r -> uses.merge(r, 1, Integer::sum));
    List<Chain> chains = new ArrayList<>();
    for (Step step : steps) {
      Chain before = chains.isEmpty() ? null : chains.getLast();
      if (before != null && uses.getOrDefault(before.last().id(), 0) == 1 && joins(before, step)) {
        chains.set(chains.size() - 1, before.then(step));
      } else {
        chains.add(Chain.of(step));
      }
    }
    return chains;
  }

  private static boolean joins(Chain chain, Step step) {
    boolean isPipe =
        step.operands().equals(List.of(Value.of(chain.last().id())))
            && chain.last().results() == 1
            && !chain.first().operands().isEmpty()
            && step.documentation().isEmpty();
    if (!isPipe || OWN_STATEMENT.contains(step.function())) {
      return false;
    } else if (step.hasWeights()) {
      return chain.sites().isEmpty() ? isPrelude(chain) : isNormalised(chain, step);
    }
    return !AFTER_LAYERS.contains(step.function())
        || chain.sites().isEmpty() && chain.first().operands().size() == 1;
  }

  /** True when a layer may follow: nothing before it pools or has several operands. */
  private static boolean isPrelude(Chain chain) {
    return chain.first().operands().size() == 1
        && !OWN_STATEMENT.contains(chain.first().function());
  }

  private static boolean isNormalised(Chain chain, Step step) {
    return step.function().equals("batch_norm")
        && chain.sites().size() == 1
        && chain.last().hasWeights()
        && Paths.parent(chain.last().path().orElse("")).isPresent()
        && Paths.parent(chain.last().path().get()).equals(Paths.parent(step.path().orElse("")));
  }
}
