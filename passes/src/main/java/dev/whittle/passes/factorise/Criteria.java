package dev.whittle.passes.factorise;

import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassOption;
import dev.whittle.passes.PassOption.Type;
import dev.whittle.passes.select.LayerSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options that all factorisations share: which rank, and whether it is worth it. */
final class Criteria {
  static final PassOption RANK =
      PassOption.optional("rank", Type.INTEGER, "This rank, or the full one where that is less.")
          .within(1, Double.POSITIVE_INFINITY);
  static final PassOption ENERGY =
      PassOption.optional(
              "energy",
              Type.NUMBER,
              "The lowest rank that keeps this share of the squares of a layer's weights.")
          .within(0, 1);
  static final PassOption ERROR =
      PassOption.optional(
              "error",
              Type.NUMBER,
              "The lowest rank at which the weights' relative error, the root of what is lost of"
                  + " their squares, is at most this.")
          .within(0, 1);
  static final PassOption RATIO =
      PassOption.optional(
              "ratio",
              Type.NUMBER,
              "Ranks for all layers together, so that what they cost is divided by this and the"
                  + " product of what each keeps is largest.")
          .within(1, Double.POSITIVE_INFINITY);
  static final PassOption BUDGET =
      PassOption.optional(
              "budget",
              Type.NUMBER,
              "Ranks for all layers together, the cheapest at which the errors sum to at most this.")
          .within(0, Double.POSITIVE_INFINITY);
  static final PassOption COST =
      new PassOption(
              "cost",
              Type.TEXT,
              "macs",
              "What ratio and budget count: macs, parameters, or time, as measured where a lock file"
                  + " knows it, else as predicted.")
          .among(List.of("macs", "parameters", "time"));
  static final PassOption SEARCH =
      new PassOption(
              "search",
              Type.TEXT,
              "exact",
              "How ratio finds ranks: exact, by a dynamic programme, or greedy, a step at a time.")
          .among(List.of("exact", "greedy"));
  static final PassOption KEEP =
      new PassOption(
              "keep",
              Type.TEXT,
              "faster",
              "Which layers are rewritten: those that become faster by the times of the best"
                  + " kernels, predicted or known, or smaller, or always.")
          .among(List.of("faster", "smaller", "always"));

  private static final List<PassOption> RULES = List.of(RANK, ENERGY, ERROR, RATIO, BUDGET);

  private Criteria() {}

  /** All options of a factorisation that has {@code own} ones besides. */
  static List<PassOption> options(PassOption... own) {
    List<PassOption> options = new ArrayList<>(List.of(LayerSelector.OPTION));
    options.addAll(List.of(own));
    options.addAll(RULES);
    options.addAll(List.of(COST, SEARCH, KEEP));
    return options;
  }

  /**
   * Whether times matter to the running pass: not where it writes layers anew whatever they say.
   */
  static boolean weighTimes(PassContext context) {
    return context.option(KEEP, String.class).equals("faster")
        || context.option(COST, String.class).equals("time");
  }

  /** Ranks are given by exactly one option. */
  static Optional<String> objection(Map<String, Object> options) {
    List<String> given = RULES.stream().map(PassOption::name).filter(options::containsKey).toList();
    return switch (given.size()) {
      case 0 -> Optional.of("needs " + names(RULES.stream().map(PassOption::name).toList()));
      case 1 -> Optional.empty();
      default -> Optional.of("takes either " + names(given));
    };
  }

  private static String names(List<String> names) {
    return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
  }
}
