package dev.whittle.runtime;

import java.util.Arrays;
import java.util.List;
import jdk.jfr.FlightRecorder;

/** The memory of one run in progress: an arena and the calling thread's scratch. */
final class Session implements Team.Body {
  private final Model model;
  private final float[][] oneInput = new float[1][];
  private final float[][] oneOutput = new float[1][];
  private final Ends ends = new Ends();
  private float[] arena = {};
  private float[] scratch = {};
  private LoadedPlan plan;

  Session(Model model) {
    this.model = model;
  }

  int arenaFloats() {
    return arena.length;
  }

  int scratchFloats() {
    return scratch.length;
  }

  /** Runs {@code items} items of a network with one input and one output. */
  void run(float[] input, float[] output, int items) {
    oneInput[0] = input;
    oneOutput[0] = output;
    try {
      run(oneInput, oneOutput, items);
    } finally {
      oneInput[0] = null;
      oneOutput[0] = null;
    }
  }

  /** Runs {@code items} items, plan after plan. */
  void run(float[][] inputs, float[][] outputs, int items) {
    List<LoadedPlan> plans = model.loadedPlans();
    for (int done = 0; done < items; ) {
      LoadedPlan next = planFor(plans, items - done);
      int count = Math.min(next.items(), items - done);
      runPlan(next, inputs, outputs, done, count);
      done += count;
    }
  }

  /** Runs {@code count} items, {@code first} and following, with {@code next}. */
  void runPlan(LoadedPlan next, float[][] inputs, float[][] outputs, int first, int count) {
    prepare(next);
    try {
      ends.open(next, arena, inputs, outputs, first, count);
      model.workers().run(this);
      ends.finish();
    } finally {
      ends.clear();
      plan = null;
    }
  }

  /** The plan for the next of {@code items} items: the largest that they fill, or the smallest. */
  private static LoadedPlan planFor(List<LoadedPlan> plans, int items) {
    for (int i = 0; i < plans.size(); i++) {
      if (plans.get(i).items() <= items) {
        return plans.get(i);
      }
    }
    return plans.getLast();
  }

  @Override
  public void run(int member, Team team) {
    LoadedPlan current = plan;
    float[] own =
        member == 0
            ? scratch
            : model.helperScratch(team.helperNumber(member), current.plan().scratchFloats());
    if (model.isPoisoned()) {
      Arrays.fill(own, Float.NaN);
    }
    if (model.isProfiled()) {
      runProfiled(member, team, own);
      return;
    }
    Split split = current.split(team.size());
    for (int step = 0; step < current.steps(); step++) {
      current.run(step, ends, own, member, split);
      if (split.isWaitedAfter(step) && !team.barrier(member)) {
        return;
      }
    }
  }

  private void runProfiled(int member, Team team, float[] own) {
    for (int step = 0; step < plan.steps(); step++) {
      boolean isRecorded = member == 0 && FlightRecorder.isInitialized() && StepEvent.isRecorded();
      StepEvent event = isRecorded ? new StepEvent() : null;
      if (event != null) {
        event.begin();
      }
      long start = System.nanoTime();
      plan.runAlone(step, ends, own, member, team);
      if (!team.barrier(member)) {
        return;
      }
      if (member == 0) {
        plan.addNanos(step, System.nanoTime() - start);
      }
      if (event != null) {
        record(event, plan.plan().steps().get(step));
      }
    }
    if (member == 0) {
      plan.addRun();
    }
  }

  private void record(StepEvent event, Step step) {
    event.model = model.name();
    event.node = step.name();
    event.kernel = step.kernel();
    event.source = step.source();
    event.commit();
  }

  private void prepare(LoadedPlan next) {
    plan = next;
    if (arena.length < next.plan().arenaFloats()) {
      arena = Buffers.of(next.plan().arenaFloats());
    }
    if (scratch.length < next.plan().scratchFloats()) {
      scratch = new float[next.plan().scratchFloats()];
    }
    if (model.isPoisoned()) {
      Arrays.fill(arena, Plan.BASE, arena.length, Float.NaN);
    }
  }
}
