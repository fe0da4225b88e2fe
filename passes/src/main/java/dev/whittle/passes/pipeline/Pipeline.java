package dev.whittle.passes.pipeline;

import dev.whittle.ir.Level;
import dev.whittle.passes.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Passes in the order in which they run. */
public record Pipeline(String name, List<Step> steps) {
  /**
   * One pass of a pipeline.
   *
   * @param options by name; those left out have their defaults
   * @param reason why it runs at this place, in one sentence
   */
  public record Step(Pass pass, Map<String, Object> options, String reason) {
    public Step {
      options = Map.copyOf(options);
    }
  }

  public Pipeline {
    steps = List.copyOf(steps);
  }

  /** The first steps, as many as leave a network portable. */
  public Pipeline portable() {
    return new Pipeline(
        name,
        steps.stream().takeWhile(step -> step.pass().info().level() == Level.PORTABLE).toList());
  }

  static Builder named(String name) {
    return new Builder(name);
  }

  /** Collects steps top down. */
  static final class Builder {
    private final String name;
    private final List<Step> steps = new ArrayList<>();

    private Builder(String name) {
      this.name = name;
    }

    Builder then(Pass pass, String reason) {
      steps.add(new Step(pass, Map.of(), reason));
      return this;
    }

    Pipeline build() {
      return new Pipeline(name, steps);
    }
  }
}
