package dev.whittle.passes.ledger;

import dev.whittle.passes.cost.Cost;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A node of a planned network that computes: not a weight nor its packing.
 *
 * @param operator its operator and what is fused into it, for example {@code conv2d + relu}
 * @param algorithm the schedule; {@code view} when no code runs, empty for inputs
 * @param layout of the results
 * @param kernel the kernel's name; empty when no code runs
 * @param type of the first result
 * @param source where it was written, for example {@code SqueezeNet.cnn:12}; may be empty
 * @param reads the layers whose results it reads, by position in the report, each once
 * @param parameters elements of weights and constants that no earlier layer reads
 * @param weightBytes the same in bytes
 * @param activationBytes of all results
 * @param predicted nanoseconds on one core
 * @param measured nanoseconds of one run, when that was measured
 */
public record Layer(
    String name,
    String operator,
    String algorithm,
    String layout,
    String kernel,
    String type,
    String source,
    List<Integer> reads,
    long parameters,
    long weightBytes,
    Cost cost,
    long activationBytes,
    double predicted,
    OptionalDouble measured) {
  public Layer {
    reads = List.copyOf(reads);
  }

  Layer measured(double nanoseconds) {
    return new Layer(
        name,
        operator,
        algorithm,
        layout,
        kernel,
        type,
        source,
        reads,
        parameters,
        weightBytes,
        cost,
        activationBytes,
        predicted,
        OptionalDouble.of(nanoseconds));
  }
}
