package dev.whittle.passes;

import java.util.OptionalDouble;

/**
 * What an approximate pass made of a layer, or why it left it alone.
 *
 * @param setting the knob of this layer, as an option of the pass: {@code rank: 12}; empty when it
 *     was never set
 * @param before what the layer costs
 * @param after what takes its place costs, or would
 * @param error of the weights, {@code ‖W − Ŵ‖ / ‖W‖}; absent when it was not worked out
 * @param objection why the layer was left alone; empty when it was not
 */
public record Approximation(
    String layer,
    String setting,
    Burden before,
    Burden after,
    OptionalDouble error,
    String objection) {
  /**
   * What a part of a network costs for one input.
   *
   * @param parameters elements of weights and biases
   * @param bytes the same in bytes
   * @param predicted nanoseconds of its best kernels on one core
   */
  public record Burden(long parameters, long bytes, long macs, double predicted) {}

  /** Whether the network has what takes the layer's place. */
  public boolean isDone() {
    return objection.isEmpty();
  }
}
