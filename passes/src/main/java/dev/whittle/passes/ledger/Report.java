package dev.whittle.passes.ledger;

import dev.whittle.passes.Target;
import dev.whittle.passes.memory.Stay;
import java.util.List;
import java.util.Optional;

/**
 * The account of a compilation, as plain data: what each pass did, what each layer costs, and where
 * values lie. Without measurements it is the same for equal networks, pipelines and targets.
 *
 * @param source the file the network was written in, without its folder; may be empty
 * @param batch items that go through together
 * @param lines the network as written, then one line for each pass
 * @param layers the compiled network's in order of execution
 * @param outputs names of outputs and the layers that make them
 * @param memory every value in the arena, in order of execution
 * @param scratchBytes what each thread needs beside the arena
 * @param packedBytes weights as they lie in memory, packed for the kernels
 * @param measurement how lines and layers were measured, when they were
 */
public record Report(
    String network,
    String source,
    String pipeline,
    Target target,
    int batch,
    List<Line> lines,
    List<Layer> layers,
    List<End> outputs,
    List<Stay> memory,
    long arenaBytes,
    long scratchBytes,
    long packedBytes,
    Optional<Measurement> measurement) {
  /** An output of the network and the layer that makes it. */
  public record End(String name, int layer) {}

  /**
   * How measurements were made.
   *
   * @param data what the differences are on
   * @param rounds how often each network was timed, in turns with the others
   */
  public record Measurement(String data, int rounds) {}

  public Report {
    lines = List.copyOf(lines);
    layers = List.copyOf(layers);
    outputs = List.copyOf(outputs);
    memory = List.copyOf(memory);
  }

  /** Edits of all passes. */
  public long patches() {
    return lines.stream().mapToLong(Line::patches).sum();
  }

  /** The network as written. */
  public Line before() {
    return lines.getFirst();
  }

  /** The network after the last pass. */
  public Line after() {
    return lines.getLast();
  }
}
