package dev.whittle.cli.compress;

import dev.whittle.passes.Pass;
import dev.whittle.passes.pipeline.Catalogue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pass that is tried on layers, and how far it goes.
 *
 * @param option of the pass that says how far
 * @param values of it, the gentlest first
 * @param more options, in the order in which they are written
 * @param sooner what takes the place of these where only sizes count
 */
record Way(
    Pass pass,
    String option,
    List<Double> values,
    Map<String, Object> more,
    Map<String, Object> sooner) {
  private static final List<Double> RATIOS = List.of(1.5, 2.0, 3.0);
  private static final List<Double> DENSITIES = List.of(0.95, 0.9, 0.8);

  /** Rounding of weights that have a low rank is less than this error, training leaves more. */
  private static final List<Double> NOTHING = List.of(1e-3);

  private static final Map<String, Object> ALWAYS = Map.of("keep", "always");
  private static final Map<String, Object> SMALLER = Map.of("keep", "smaller");
  private static final Map<String, Object> FITTED = options("reconstruct", true, "keep", "always");
  private static final Map<String, Object> BY_WEIGHTS = options("solver", "svd", "keep", "always");

  /** All that are tried. */
  static final List<Way> ALL =
      List.of(
          new Way(Catalogue.FACTORISE_CHANNELS, "ratio", RATIOS, ALWAYS, BY_WEIGHTS),
          exact(Catalogue.SPLIT_SPATIAL),
          to(Catalogue.SPLIT_SPATIAL),
          exact(Catalogue.FACTORISE_TUCKER),
          to(Catalogue.FACTORISE_TUCKER),
          exact(Catalogue.FACTORISE_DENSE),
          to(Catalogue.FACTORISE_DENSE),
          new Way(Catalogue.PRUNE_CHANNELS, "density", DENSITIES, FITTED, ALWAYS),
          new Way(Catalogue.PRUNE_NEURONS, "density", DENSITIES, FITTED, ALWAYS),
          new Way(Catalogue.MERGE_NEURONS, "density", DENSITIES, ALWAYS, ALWAYS));

  /** As far as loses nothing: finds layers that have a low rank as they are. */
  private static Way exact(Pass pass) {
    return new Way(pass, "error", NOTHING, SMALLER, SMALLER);
  }

  private static Way to(Pass pass) {
    return new Way(pass, "ratio", RATIOS, ALWAYS, ALWAYS);
  }

  private static Map<String, Object> options(
      String name, Object value, String other, Object otherValue) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put(name, value);
    options.put(other, otherValue);
    return Collections.unmodifiableMap(options);
  }

  /** Whether sizes can be had without all of the work. */
  boolean hasOutline() {
    return !more.equals(sooner);
  }
}
