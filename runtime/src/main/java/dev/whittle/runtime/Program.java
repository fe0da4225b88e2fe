package dev.whittle.runtime;

/**
 * The compiled steps of one {@link Plan}.
 *
 * <p>A generated class is public, has a public constructor without parameters, keeps no state, and
 * declares {@code public static final int ABI} with the value {@link #ABI} had when it was
 * generated. It may declare {@code public static final String PLAN} with its plan's {@link
 * Plan#digest()}; the runtime then refuses to run it with another plan.
 */
public interface Program {
  /** The version of this contract: the interface, the plan's meaning and the buffers. */
  int ABI = 3;

  /**
   * Runs units {@code from} (inclusive) to {@code to} (exclusive) of a step. Units of one step are
   * independent: they may run in any order and on several threads at once, and the result has the
   * same bits whatever the division.
   *
   * <p>The floats before {@link Plan#BASE} of arena and weights are 0 and stay so: kernels read
   * them where a window reaches over the edge.
   *
   * <p>A step that names an input port ({@link Step#reads()}) reads that port's floats from {@code
   * input} alone, and one that names an output port ({@link Step#writes()}) writes it to {@code
   * output} alone. These are a caller's arrays or the arena: what lies around the port's floats is
   * unknown, so the step reads and writes none of it.
   *
   * @param step index into {@link Plan#steps()}
   * @param arena activations, {@link Plan#arenaFloats()} floats; inputs that no step names are
   *     there before step 0
   * @param weights packed weights, {@link Plan#weightsFloats()} floats, shared and not written
   * @param scratch {@link Plan#scratchFloats()} floats of this thread's own, of any content
   * @param input holds the input port that the step names
   * @param inputAt where that port starts
   * @param output takes the output port that the step names; not {@code input}, unless both are the
   *     arena
   * @param outputAt where that port starts
   */
  void run(
      int step,
      float[] arena,
      float[] weights,
      float[] scratch,
      int from,
      int to,
      float[] input,
      int inputAt,
      float[] output,
      int outputAt);
}
