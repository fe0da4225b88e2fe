package dev.whittle.runtime;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** A plan with its program and packed weights. */
final class LoadedPlan {
  private final Plan plan;
  private final Program program;
  private final float[] weights;
  private final int[] units;
  private final int[] reads;
  private final int[] writes;
  private final boolean[] isInputNamed;
  private final boolean[] isOutputNamed;
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
    this.reads = new int[units.length];
    this.writes = new int[units.length];
    this.isInputNamed = new boolean[plan.inputs().size()];
    this.isOutputNamed = new boolean[plan.outputs().size()];
    for (int i = 0; i < units.length; i++) {
      Step step = plan.steps().get(i);
      units[i] = step.units();
      reads[i] = step.reads();
      writes[i] = step.writes();
      if (reads[i] != Step.NONE) {
        isInputNamed[reads[i]] = true;
      }
      if (writes[i] != Step.NONE) {
        isOutputNamed[writes[i]] = true;
      }
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

  /** Where an input starts in the arena. */
  int inputOffset(int input) {
    return inputOffsets[input];
  }

  /** Where an output starts in the arena. */
  int outputOffset(int output) {
    return outputOffsets[output];
  }

  /** Whether an input may stay in the caller's array. */
  boolean isInputNamed(int input) {
    return isInputNamed[input];
  }

  /** Whether an output may be written to the caller's array. */
  boolean isOutputNamed(int output) {
    return isOutputNamed[output];
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
  void run(int step, Ends ends, float[] scratch, int member, Split split) {
    run(step, ends, scratch, split.from(step, member), split.from(step, member + 1));
  }

  /** Runs a member's chunk of {@code step} when the team does nothing else meanwhile. */
  void runAlone(int step, Ends ends, float[] scratch, int member, Team team) {
    run(step, ends, scratch, team.from(units[step], member), team.from(units[step], member + 1));
  }

  private void run(int step, Ends ends, float[] scratch, int from, int to) {
    if (from < to) {
      int read = reads[step];
      int written = writes[step];
      program.run(
          step,
          ends.arena(),
          weights,
          scratch,
          from,
          to,
          ends.input(read),
          ends.inputAt(read),
          ends.output(written),
          ends.outputAt(written));
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
