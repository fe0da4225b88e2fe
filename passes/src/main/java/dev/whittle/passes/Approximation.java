package dev.whittle.passes;

import java.util.List;
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
   * @param measured the same as measured; empty unless the times of all of them are known
   */
  public record Burden(
      long parameters, long bytes, long macs, double predicted, OptionalDouble measured) {
    /** What several parts cost together. */
    public static Burden sum(List<Burden> parts) {
      Burden sum = new Burden(0, 0, 0, 0, OptionalDouble.of(0));
      for (Burden part : parts) {
        sum =
            new Burden(
                sum.parameters + part.parameters,
                sum.bytes + part.bytes,
                sum.macs + part.macs,
                sum.predicted + part.predicted,
                sum.measured.isPresent() && part.measured.isPresent()
                    ? OptionalDouble.of(sum.measured.getAsDouble() + part.measured.getAsDouble())
                    : OptionalDouble.empty());
      }
      return sum;
    }

    /**
     * Whether it takes less time than {@code other}: as measured where both are, else predicted.
     */
    public boolean isFasterThan(Burden other) {
      return measured.isPresent() && other.measured.isPresent()
          ? measured.getAsDouble() < other.measured.getAsDouble()
          : predicted < other.predicted;
    }
  }

  /** Whether the network has what takes the layer's place. */
  public boolean isDone() {
    return objection.isEmpty();
  }
}
