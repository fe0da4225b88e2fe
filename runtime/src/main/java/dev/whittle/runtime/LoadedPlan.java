package dev.whittle.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** A plan with its program and packed weights. */
final class LoadedPlan {
  private final Plan plan;
  private final Program program;
  private final float[] weights;
  private final int[] units;
  private final AtomicLongArray nanos;
  private final AtomicReferenceArray<Split> splits;
  private final int items;
  private final int[] inputOffsets;
  private final int[] inputSizes;
  private final int[] outputOffsets;
  private final int[] outputSizes;

  /**
   * @param threads the largest team that will run it
   */
  LoadedPlan(Plan plan, Program program, float[] weights, int threads) {
    this.plan = plan;
    this.program = program;
    this.weights = weights;
    this.units = new int[plan.steps().size()];
    for (int i = 0; i < units.length; i++) {
      units[i] = plan.steps().get(i).units();
    }
    this.nanos = new AtomicLongArray(units.length + 1);
    this.splits = new AtomicReferenceArray<>(threads + 1);
    this.items = plan.isBatched() ? plan.batch() : 1;
    this.inputOffsets = offsets(plan.inputs());
    this.inputSizes = sizes(plan.inputs());
    this.outputOffsets = offsets(plan.outputs());
    this.outputSizes = sizes(plan.outputs());
  }

  private static int[] offsets(List<Port> ports) {
    int[] offsets = new int[ports.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = ports.get(i).offset();
    }
    return offsets;
  }

  private int[] sizes(List<Port> ports) {
    int[] sizes = new int[ports.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = ports.get(i).elementCount() / items;
    }
    return sizes;
  }

  Plan plan() {
    return plan;
  }

  float[] weights() {
    return weights;
  }

  /** Items in one run: the batch, or 1 when the plan only runs whole. */
  int items() {
    return items;
  }

  /** Floats of one item of an input. */
  int inputSize(int input) {
    return inputSizes[input];
  }

  /** Floats of one item of an output. */
  int outputSize(int output) {
    return outputSizes[output];
  }

  /** Copies items {@code first} and following into the arena and clears the places left over. */
  void copyIn(float[][] inputs, float[] arena, int first, int count) {
    for (int i = 0; i < inputs.length; i++) {
      int size = inputSizes[i];
      int offset = inputOffsets[i];
      System.arraycopy(inputs[i], first * size, arena, offset, count * size);
      Arrays.fill(arena, offset + count * size, offset + items * size, 0f);
    }
  }

  /** Copies results out of the arena as items {@code first} and following. */
  void copyOut(float[] arena, float[][] outputs, int first, int count) {
    for (int i = 0; i < outputs.length; i++) {
      int size = outputSizes[i];
      System.arraycopy(arena, outputOffsets[i], outputs[i], first * size, count * size);
    }
  }

  int steps() {
    return units.length;
  }

  /** How a team of {@code size} shares the steps. */
  Split split(int size) {
    Split known = splits.get(size);
    if (known == null) {
      known = Split.of(plan.steps(), size);
      splits.set(size, known);
    }
    return known;
  }

  /** Runs a member's chunk of {@code step}. */
  void run(int step, float[] arena, float[] scratch, int member, Split split) {
    run(step, arena, scratch, split.from(step, member), split.from(step, member + 1));
  }

  /** Runs a member's chunk of {@code step} when the team does nothing else meanwhile. */
  void runAlone(int step, float[] arena, float[] scratch, int member, Team team) {
    run(step, arena, scratch, team.from(units[step], member), team.from(units[step], member + 1));
  }

  private void run(int step, float[] arena, float[] scratch, int from, int to) {
    if (from < to) {
      program.run(step, arena, weights, scratch, from, to);
    }
  }

  void addRun() {
    nanos.incrementAndGet(units.length);
  }

  void addNanos(int step, long duration) {
    nanos.addAndGet(step, duration);
  }

  Profile profile(String model, int threads) {
    long[] copy = new long[units.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = nanos.get(i);
    }
    return Profile.of(model, plan, threads, nanos.get(units.length), copy);
  }

  void clearProfile() {
    for (int i = 0; i < nanos.length(); i++) {
      nanos.set(i, 0);
    }
  }
}
