package dev.whittle.passes;

import dev.whittle.ir.Graph;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What an approximate pass made of a layer, or why it left it alone.
 *
 * @param setting the knob of this layer, as an option of the pass: {@code rank: 12}; empty when it
 *     was never set
 * @param before what the layer costs
 * @param after what takes its place costs, or would
 * @param error of the weights, {@code ‖W − Ŵ‖ / ‖W‖}; absent when it was not worked out
 * @param outputError of what the layer computes in the network after the pass, {@code ‖y − ŷ‖ /
 *     ‖y‖}, when that was measured
 * @param objection why the layer was left alone; empty when it was not
 */
public record Approximation(
    String layer,
    String setting,
    Burden before,
    Burden after,
    OptionalDouble error,
    OptionalDouble outputError,
    String objection) {
  /** An approximation that was not run yet. */
  public Approximation(
      String layer,
      String setting,
      Burden before,
      Burden after,
      OptionalDouble error,
      String objection) {
    this(layer, setting, before, after, error, OptionalDouble.empty(), objection);
  }

  /**
   * What a part of a network costs for one input.
   *
   * @param parameters elements of weights and biases
   * @param bytes the same in bytes
   * @param predicted nanoseconds of its best kernels on one core
   * @param measured nanoseconds of the same kernels, run alone; empty unless the times of all of
   *     them are known
   * @param alone the part as a network of its own, its weights unknown where they make no
   *     difference to the time
   */
  public record Burden(
      long parameters,
      long bytes,
      long macs,
      double predicted,
      OptionalDouble measured,
      Graph alone) {
    /** The same, measured. */
    public Burden measured(double nanoseconds) {
      return new Burden(parameters, bytes, macs, predicted, OptionalDouble.of(nanoseconds), alone);
    }

    /**
     * Whether it takes less time than {@code other}: as measured where both are, else predicted.
     */
    public boolean isFasterThan(Burden other) {
      return areFaster(List.of(this), List.of(other));
    }

    /** Whether {@code some} together take less time than {@code others}. */
    public static boolean areFaster(List<Burden> some, List<Burden> others) {
      boolean isMeasured =
          Stream.concat(some.stream(), others.stream()).allMatch(b -> b.measured.isPresent());
      ToDoubleFunction<Burden> time =
          isMeasured ? b -> b.measured.getAsDouble() : Burden::predicted;
      return some.stream().mapToDouble(time).sum() < others.stream().mapToDouble(time).sum();
    }
  }

  /** Whether the network has what takes the layer's place. */
  public boolean isDone() {
    return objection.isEmpty();
  }

  /** Whether anything was, or would have been, put in the layer's place. */
  public boolean isTried() {
    return !before.alone().equals(after.alone());
  }
}
