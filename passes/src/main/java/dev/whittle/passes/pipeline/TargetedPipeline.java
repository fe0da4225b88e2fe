package dev.whittle.passes.pipeline;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.PipelineSpec;
import dev.whittle.passes.Target;
import dev.whittle.passes.select.LayerSelector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A pipeline in the variant of every target.
 *
 * @param variants by the floats in a vector register
 * @param otherwise the variant of other targets
 * @param guards what must hold for the network it makes
 */
public record TargetedPipeline(
    String name,
    Map<Integer, Pipeline> variants,
    Pipeline otherwise,
    List<PipelineSpec.Guard> guards) {
  public TargetedPipeline {
    variants = Map.copyOf(variants);
    guards = List.copyOf(guards);
  }

  /** The same pipeline for every target. */
  public static TargetedPipeline of(Pipeline pipeline) {
    return new TargetedPipeline(pipeline.name(), Map.of(), pipeline, List.of());
  }

  public Pipeline forTarget(Target target) {
    return variants.getOrDefault(target.lanes(), otherwise);
  }

  /** Warnings for what the selectors of layers do not find in {@code graph} as it was written. */
  public List<Diagnostic> problems(Graph graph) {
    Set<LayerSelector> selectors = new LinkedHashSet<>();
    Stream.concat(variants.values().stream(), Stream.of(otherwise))
        .flatMap(pipeline -> pipeline.steps().stream())
        .flatMap(step -> step.options().values().stream())
        .forEach(value -> {
          if (value instanceof LayerSelector selector) {
            selectors.add(selector);
          }
        });
    List<Diagnostic> problems = new ArrayList<>();
    selectors.forEach(selector -> problems.addAll(selector.problems(graph)));
    return problems;
  }
}
