package dev.whittle.bench.suite;

import dev.whittle.ir.Graph;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipelines;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One network to measure.
 *
 * @param source reads the network; part of its compile time
 * @param pipeline compiles it
 * @param layer the node whose own time is of interest, absent when all are
 * @param example where it is from, unless it is made up
 */
record Case(
    String name,
    Supplier<Graph> source,
    Pipeline pipeline,
    Optional<String> layer,
    Optional<ExampleNetwork> example) {
  /** A network whose answers stay what they are. */
  static Case exact(
      String name,
      Supplier<Graph> source,
      Optional<String> layer,
      Optional<ExampleNetwork> example) {
    return new Case(name, source, Pipelines.EXACT, layer, example);
  }
}
