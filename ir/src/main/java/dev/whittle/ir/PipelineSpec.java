package dev.whittle.ir;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pipeline as a user wrote it: names and plain values, of which nobody has checked yet that they
 * mean anything.
 *
 * @param span where its name is written
 * @param inSight the names of the user's pipelines that it may include, and its own
 * @param documentation the {@code ///} lines above it
 */
public record PipelineSpec(
    String name,
    Span span,
    List<Step> steps,
    List<Guard> guards,
    Set<String> inSight,
    String documentation) {
  public PipelineSpec {
    steps = List.copyOf(steps);
    guards = List.copyOf(guards);
    inSight = Set.copyOf(inSight);
  }

  /** The targets that pipelines and builds name, with the floats in a vector of each. */
  public static final Map<String, Integer> TARGETS = targets();

  private static Map<String, Integer> targets() {
    Map<String, Integer> lanes = new LinkedHashMap<>();
    lanes.put("512", 16);
    lanes.put("256", 8);
    lanes.put("128", 4);
    lanes.put("scalar", 1);
    return Collections.unmodifiableMap(lanes);
  }

  /** What stands between the braces, guards aside. */
  public sealed interface Step {
    Span span();

    /**
     * The steps of another pipeline in its place.
     *
     * @param span where the other's name is written
     * @param spec the user's pipeline of that name, absent when none is in sight
     */
    record Include(Span span, String name, Optional<PipelineSpec> spec) implements Step {}

    /**
     * One pass.
     *
     * @param span where its name is written
     */
    record Run(Span span, String pass, List<Option> options) implements Step {
      public Run {
        options = List.copyOf(options);
      }
    }

    /**
     * Steps for some targets only.
     *
     * @param lanes floats in a vector register of each target, 1 for scalar code
     */
    record ForTargets(Span span, Set<Integer> lanes, List<Step> steps) implements Step {
      public ForTargets {
        lanes = Set.copyOf(lanes);
        steps = List.copyOf(steps);
      }
    }
  }

  /**
   * An option of a pass.
   *
   * @param span where its name is written
   * @param value a {@code Long}, {@code Double}, {@code Boolean}, {@code String} or a {@code List}
   *     of these
   */
  public record Option(String name, Span span, Object value, Span valueSpan) {}

  /**
   * What must hold when the pipeline is done.
   *
   * @param data a folder or zip file of pictures
   */
  public record Guard(Span span, Path data, Span dataSpan, List<Limit> limits) {
    public Guard {
      limits = List.copyOf(limits);
    }
  }

  /** One limit of a guard. */
  public record Limit(Measure measure, double value, Span span) {}

  /** What guards measure: the network as compiled against the network as written. */
  public enum Measure {
    /** The share of pictures that fewer are right; at most the limit. */
    TOP1_DROP("top1_drop"),
    /** The largest difference of an output, relative to its largest value; at most the limit. */
    DIFFERENCE("difference"),
    /** The share of pictures with the same first answer; at least the limit. */
    AGREEMENT("agreement");

    private final String text;

    Measure(String text) {
      this.text = text;
    }

    /** How it is written. */
    public String text() {
      return text;
    }
  }
}
