package dev.whittle.passes.ledger;

import dev.whittle.ir.Graph;
import dev.whittle.passes.Executor;
import dev.whittle.passes.Executor.Running;
import dev.whittle.passes.Kernels;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PatchObserver;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.Compilation;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.times.Timings;
import dev.whittle.runtime.Weights;
import java.util.Optional;

/**
 * What a report is about: a network and how it is compiled.
 *
 * @param source the network as read
 * @param graph the same with its symbolic sizes bound
 * @param weights may lack tensors as long as nothing is measured
 * @param patchLimit how many patches optional passes may apply
 * @param timings measured times to choose kernels by
 * @param calibration inputs that passes may run the network on
 */
public record Subject(
    Graph source,
    Graph graph,
    Weights weights,
    Pipeline pipeline,
    Target target,
    long patchLimit,
    Kernels kernels,
    Executor executor,
    Timings timings,
    Optional<Data> calibration) {
  /** A subject without data to calibrate on. */
  public Subject(
      Graph source,
      Graph graph,
      Weights weights,
      Pipeline pipeline,
      Target target,
      long patchLimit,
      Kernels kernels,
      Executor executor,
      Timings timings) {
    this(
        source,
        graph,
        weights,
        pipeline,
        target,
        patchLimit,
        kernels,
        executor,
        timings,
        Optional.empty());
  }

  /** The same network compiled by {@code other}, whose passes may run it on {@code data}. */
  public Subject with(Pipeline other, Optional<Data> data) {
    return new Subject(
        source, graph, weights, other, target, patchLimit, kernels, executor, timings, data);
  }

  /** The same network, run by {@code other}. */
  public Subject with(Executor other) {
    return new Subject(
        source, graph, weights, pipeline, target, patchLimit, kernels, other, timings, calibration);
  }

  /**
   * What {@code pipeline} makes of {@code network}, one of the forms of this one.
   *
   * @throws dev.whittle.passes.PassFailure when it cannot be compiled
   */
  public Compilation compile(Pipeline pipeline, Graph network) {
    return new PassManager().run(pipeline, network, context(PatchObserver.NONE, patchLimit));
  }

  /**
   * The code of a planned network with the weights.
   *
   * @throws IllegalArgumentException when a weight is missing
   */
  public Running load(Graph planned) {
    return executor.compile(planned, target).load(weights);
  }

  /** What its passes may look at. */
  public PassContext context(PatchObserver observer, long limit) {
    return new PassContext(target, kernels, executor, timings, weights, observer, limit)
        .calibrated(calibration);
  }
}
