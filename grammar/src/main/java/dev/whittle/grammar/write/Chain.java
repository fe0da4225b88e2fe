package dev.whittle.grammar.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one statement computes: each step takes the one before as its first operand. */
record Chain(List<Step> steps) {
  Chain {
    steps = List.copyOf(steps);
  }

  static Chain of(Step step) {
    return new Chain(List.of(step));
  }

  Step first() {
    return steps.getFirst();
  }

  Step last() {
    return steps.getLast();
  }

  Chain then(Step step) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(step);
    return new Chain(longer);
  }

  /** The steps that have weights. */
  List<Step> sites() {
    return steps.stream().filter(Step::hasWeights).toList();
  }

  /** What its weights are called by: the path of its layer, or the one around both of them. */
  Optional<String> path() {
    List<Step> sites = sites();
    if (sites.isEmpty() || sites.stream().anyMatch(s -> s.path().orElse("").isEmpty())) {
      return Optional.empty();
    }
    String first = sites.getFirst().path().orElseThrow();
    return sites.size() == 1 ? Optional.of(first) : Paths.parent(first);
  }

  /** The operands of a step that are not the step before. */
  List<Object> outerOperands(int step) {
    List<Object> operands = steps.get(step).operands();
    return step == 0 ? operands : operands.subList(1, operands.size());
  }
}
