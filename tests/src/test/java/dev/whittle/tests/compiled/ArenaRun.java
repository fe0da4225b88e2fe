package dev.whittle.tests.compiled;

import dev.whittle.ir.op.Cast;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.runtime.PackedWeight;
import dev.whittle.runtime.Plan;
import dev.whittle.runtime.Port;
import dev.whittle.runtime.Program;
import dev.whittle.runtime.Step;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the steps of a plan with all ports in the arena. */
final class ArenaRun {
  private final Plan plan;
  private final Program program;
  private final float[] arena;
  private final float[] weights;
  private final float[] scratch;

  ArenaRun(Plan plan, Program program) {
    this.plan = plan;
    this.program = program;
    this.arena = new float[plan.arenaFloats()];
    this.weights = new float[plan.weightsFloats()];
    this.scratch = new float[plan.scratchFloats()];
  }

  /** Runs all steps on inputs of type f32 or converted to it. */
  Map<String, Tensor> run(Weights tensors, Map<String, Tensor> inputs) {
    pack(tensors);
    for (Port port : plan.inputs()) {
      float[] values = inputs.get(port.name()).floats();
      System.arraycopy(values, 0, arena, port.offset(), values.length);
    }
    for (int step = 0; step < plan.steps().size(); step++) {
      run(step, 0, plan.steps().get(step).units());
    }
    Map<String, Tensor> results = new LinkedHashMap<>();
    for (Port port : plan.outputs()) {
      int end = port.offset() + port.elementCount();
      float[] values = Arrays.copyOfRange(arena, port.offset(), end);
      results.put(port.name(), tensor(port, values));
    }
    return results;
  }

  /** Lays out the weights, for steps that need to know where they are. */
  void pack(Weights tensors) {
    for (PackedWeight packed : plan.weights()) {
      Tensor tensor = tensors.find(packed.tensor()).orElseThrow();
      packed.layout().pack(tensor.floats(), tensor.shape(), weights, packed.offset());
    }
  }

  private static Tensor tensor(Port port, float[] values) {
    Tensor floats = Tensor.of(values, port.sizes());
    return port.type().isFloat()
        ? floats
        : ReferenceEvaluator.apply(new Cast(port.type()), List.of(floats)).getFirst();
  }

  void run(int number, int from, int to) {
    Step step = plan.steps().get(number);
    int read = step.reads();
    int written = step.writes();
    program.run(
        number,
        arena,
        weights,
        scratch,
        from,
        to,
        arena,
        read == Step.NONE ? 0 : plan.inputs().get(read).offset(),
        arena,
        written == Step.NONE ? 0 : plan.outputs().get(written).offset());
  }
}
