package dev.whittle.runtime;

import java.util.List;
import java.util.Objects;

/**
 * A network compiled for one batch size and one vector width: which class runs, in which steps,
 * over which buffers.
 *
 * <p>Values inside the three buffers start at {@link #BASE} plus a multiple of 16 floats. Every
 * port's first axis is the batch, except in a plan whose network has no batch axis: such a plan
 * only runs whole.
 *
 * @param programClass binary name of the generated {@link Program}
 * @param batch pictures per run
 * @param lanes floats per vector: 16, 8, 4, or 1 for scalar code
 * @param arenaFloats length of the activation array, one per session
 * @param scratchFloats length of the scratch array, one per thread at work
 * @param weightsFloats length of the packed weights array, one per model
 */
public record Plan(
    String programClass,
    int batch,
    int lanes,
    int arenaFloats,
    int scratchFloats,
    int weightsFloats,
    List<Step> steps,
    List<Port> inputs,
    List<Port> outputs,
    List<PackedWeight> weights) {
  /**
   * The first usable index of a buffer: array elements start 16 bytes into the object, so element
   * 12 is on a 64-byte boundary when the object is.
   */
  public static final int BASE = 12;

  /**
   * Floats of an array to which the G1 collector gives regions of its own in heaps of up to 8 GB:
   * so it starts on a cache line and stays there, and no vector lies across two lines.
   */
  public static final int LARGE = 512 << 10;

  public Plan {
    Objects.requireNonNull(programClass);
    steps = List.copyOf(steps);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    weights = List.copyOf(weights);
    if (batch < 1 || lanes < 1 || arenaFloats < 0 || scratchFloats < 0 || weightsFloats < 0) {
      throw new IllegalArgumentException("plan " + programClass + ": impossible size");
    }
    for (Port port : inputs) {
      checkPort(port, arenaFloats);
    }
    for (Port port : outputs) {
      checkPort(port, arenaFloats);
    }
    for (Step step : steps) {
      checkIndex(step, step.reads(), inputs);
      checkIndex(step, step.writes(), outputs);
    }
  }

  /** True when any batch can run as a sum of plans: the first axis of every port is the batch. */
  public boolean isBatched() {
    return leadWithBatch(inputs) && leadWithBatch(outputs);
  }

  /** SHA-256 in hexadecimal of everything but the class name: the stamp of the generated class. */
  public String digest() {
    return PlanJson.digest(this);
  }

  private boolean leadWithBatch(List<Port> ports) {
    for (Port port : ports) {
      if (port.shape().isEmpty() || port.shape().getFirst() != batch) {
        return false;
      }
    }
    return true;
  }

  private static void checkIndex(Step step, int port, List<Port> ports) {
    if (port < Step.NONE || port >= ports.size()) {
      throw new IllegalArgumentException("step " + step.name() + " names port " + port);
    }
  }

  private static void checkPort(Port port, int arenaFloats) {
    if ((long) port.offset() + port.elementCount() > arenaFloats) {
      throw new IllegalArgumentException("port " + port.name() + " lies outside the arena");
    }
  }
}
