package dev.whittle.codegen.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.runtime.Plan;
import dev.whittle.runtime.Port;
import dev.whittle.runtime.Program;
import dev.whittle.runtime.Step;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * The ports of a plan, those that steps name in arrays of their own among floats of others, the
 * rest in the arena.
 */
final class Around {
  private static final float OTHERS = Float.intBitsToFloat(0x7fc1_2345);

  private final Plan plan;
  private final float[] arena;
  private final float[][] inputs;
  private final float[][] written;
  private final float[][] outputs;
  private final int[] inputsAt;
  private final int[] outputsAt;

  Around(Plan plan, float[] arena, float[][] values, RandomGenerator random) {
    this.plan = plan;
    this.arena = arena;
    int in = plan.inputs().size();
    int out = plan.outputs().size();
    inputs = new float[in][];
    written = new float[in][];
    outputs = new float[out][];
    inputsAt = new int[in];
    outputsAt = new int[out];
    Set<Integer> read = new TreeSet<>();
    Set<Integer> made = new TreeSet<>();
    plan.steps()
        .forEach(step -> {
          read.add(step.reads());
          made.add(step.writes());
        });
    for (int i = 0; i < in; i++) {
      Port port = plan.inputs().get(i);
      boolean isNamed = read.contains(i);
      inputsAt[i] = isNamed ? random.nextInt(40) : port.offset();
      inputs[i] = isNamed ? room(port, inputsAt[i], random) : arena;
      System.arraycopy(values[i], 0, inputs[i], inputsAt[i], values[i].length);
      written[i] = isNamed ? inputs[i].clone() : null;
    }
    for (int i = 0; i < out; i++) {
      Port port = plan.outputs().get(i);
      boolean isNamed = made.contains(i);
      outputsAt[i] = isNamed ? random.nextInt(40) : port.offset();
      outputs[i] = isNamed ? room(port, outputsAt[i], random) : arena;
    }
  }

  /** An array with room for a port, often none after it. */
  private static float[] room(Port port, int at, RandomGenerator random) {
    int after = random.nextBoolean() ? 0 : random.nextInt(40);
    float[] array = new float[at + port.elementCount() + after];
    Arrays.fill(array, OTHERS);
    return array;
  }

  void run(Program program, int number, float[] weights, float[] scratch, int from, int to) {
    Step step = plan.steps().get(number);
    boolean reads = step.reads() != Step.NONE;
    boolean writes = step.writes() != Step.NONE;
    program.run(
        number,
        arena,
        weights,
        scratch,
        from,
        to,
        reads ? inputs[step.reads()] : arena,
        reads ? inputsAt[step.reads()] : 0,
        writes ? outputs[step.writes()] : arena,
        writes ? outputsAt[step.writes()] : 0);
  }

  /** An output's values. */
  float[] values(int output) {
    int at = outputsAt[output];
    int count = plan.outputs().get(output).elementCount();
    return Arrays.copyOfRange(outputs[output], at, at + count);
  }

  /** Checks that named inputs are as before, and floats around named outputs. */
  void check() {
    for (int i = 0; i < inputs.length; i++) {
      if (written[i] != null) {
        assertThat(bits(inputs[i])).isEqualTo(bits(written[i]));
      }
    }
    for (int i = 0; i < outputs.length; i++) {
      if (outputs[i] != arena) {
        float[] others = outputs[i].clone();
        int at = outputsAt[i];
        Arrays.fill(others, at, at + plan.outputs().get(i).elementCount(), OTHERS);
        int[] expected = new int[others.length];
        Arrays.fill(expected, Float.floatToRawIntBits(OTHERS));
        assertThat(bits(others)).isEqualTo(expected);
      }
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }
}
