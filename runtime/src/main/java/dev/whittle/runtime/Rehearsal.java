package dev.whittle.runtime;

import java.util.Random;
import java.util.function.BooleanSupplier;

/** Runs a plan on made-up input, in memory of its own and on the calling thread alone. */
final class Rehearsal {
  private final LoadedPlan plan;
  private final float[][] inputs;
  private final float[][] outputs;
  private final Ends ends = new Ends();
  private final float[] arena;
  private final float[] scratch;

  Rehearsal(LoadedPlan plan) {
    this.plan = plan;
    this.inputs = inputs(plan);
    this.outputs = outputs(plan);
    this.arena = new float[plan.plan().arenaFloats()];
    this.scratch = new float[plan.plan().scratchFloats()];
  }

  /**
   * Made-up values from -1 to 1 for each floating point input of {@code plan}, zeros for others.
   */
  static float[][] inputs(LoadedPlan plan) {
    Random random = new Random(1);
    float[][] inputs = new float[plan.plan().inputs().size()][];
    for (int i = 0; i < inputs.length; i++) {
      Port port = plan.plan().inputs().get(i);
      inputs[i] = new float[port.elementCount()];
      for (int at = 0; port.type().isFloat() && at < inputs[i].length; at++) {
        inputs[i][at] = 2 * random.nextFloat() - 1;
      }
    }
    return inputs;
  }

  /** Room for the outputs of one run of {@code plan}. */
  static float[][] outputs(LoadedPlan plan) {
    float[][] outputs = new float[plan.plan().outputs().size()][];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = new float[plan.plan().outputs().get(i).elementCount()];
    }
    return outputs;
  }

  /**
   * Runs once.
   *
   * @param isWanted asked after every step
   * @return the nanoseconds it took, or -1 when it was no longer wanted
   */
  long run(BooleanSupplier isWanted) {
    long start = System.nanoTime();
    ends.open(plan, arena, inputs, outputs, 0, plan.items());
    for (int step = 0; step < plan.steps(); step++) {
      plan.runAlone(step, ends, scratch, 0, Team.ALONE);
      if (!isWanted.getAsBoolean()) {
        return -1;
      }
    }
    return System.nanoTime() - start;
  }
}
