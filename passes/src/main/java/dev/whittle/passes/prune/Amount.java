package dev.whittle.passes.prune;

import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassOption;
import dev.whittle.passes.PassOption.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How much of a layer is kept, as one of the options of a pass says it. */
final class Amount {
  static final PassOption WIDTH =
      PassOption.optional(
              "width",
              Type.INTEGER,
              "Outputs that are kept of each layer, or all where it has fewer.")
          .within(1, Double.POSITIVE_INFINITY);
  static final PassOption DENSITY =
      PassOption.optional("density", Type.NUMBER, "The share that is kept.").within(0, 1);
  static final PassOption RATIO =
      PassOption.optional("ratio", Type.NUMBER, "One of so many is kept.")
          .within(1, Double.POSITIVE_INFINITY);
  static final PassOption LINKS =
      PassOption.optional("links", Type.NUMBER, "The share of links that are kept.").within(0, 1);
  static final PassOption ACROSS =
      new PassOption(
              "across",
              Type.TEXT,
              "layer",
              "Of what the share is: of each layer, or of the network's selected layers together.")
          .among(List.of("layer", "network"));

  private Amount() {}

  /** Exactly one of {@code own}, which are some of the options above, must be given. */
  static Optional<String> objection(Map<String, Object> options, List<PassOption> own) {
    List<String> names = own.stream().map(PassOption::name).toList();
    List<String> given = names.stream().filter(options::containsKey).toList();
    if (given.isEmpty()) {
      return Optional.of("needs " + text(names));
    }
    if (given.size() > 1) {
      return Optional.of("takes either " + text(given));
    }
    boolean isWidth = given.getFirst().equals(WIDTH.name());
    return isWidth && "network".equals(options.get(ACROSS.name()))
        ? Optional.of("takes width for each layer alone, not across the network")
        : Optional.empty();
  }

  private static String text(List<String> names) {
    return names.size() == 1
        ? names.getFirst()
        : String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
  }

  /** How many of {@code all} are kept. */
  static int of(int all, PassContext context) {
    return of(all, all, context);
  }

  /**
   * How many of {@code all} are kept.
   *
   * @param outputs of a layer that all stand for
   */
  static int of(int all, int outputs, PassContext context) {
    Optional<Integer> width = context.given(WIDTH, Integer.class);
    if (width.isPresent()) {
      return (int) Math.min(all, (long) width.get() * all / outputs);
    }
    double density =
        context
            .given(DENSITY, Double.class)
            .or(() -> context.given(LINKS, Double.class))
            .orElseGet(() -> 1 / context.option(RATIO, Double.class));
    return (int) Math.round(density * all);
  }

  /** Whether the share is one of all layers together. */
  static boolean isAcross(PassContext context) {
    return context.option(ACROSS, String.class).equals("network");
  }
}
