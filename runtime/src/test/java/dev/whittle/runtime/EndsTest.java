package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndsTest {
  private static final int SIZE = 3;
  private static final int FROM_ARENA = 1000;
  private static final int TO_ARENA = 2000;

  /** Doubles items of {@link #SIZE} floats and adds which buffers it was given. */
  public static class Single implements Program {
    public static final int ABI = Program.ABI;

    public Single() {}

    int batch() {
      return 1;
    }

    @Override
    public void run(
        int step,
        float[] arena,
        float[] weights,
        float[] scratch,
        int from,
        int to,
        float[] input,
        int inputAt,
        float[] output,
        int outputAt) {
      float codes = (input == arena ? FROM_ARENA : 0) + (output == arena ? TO_ARENA : 0);
      for (int i = 0; i < batch() * SIZE; i++) {
        codes += 0 * input[inputAt + i];
      }
      for (int i = from * SIZE; i < to * SIZE; i++) {
        output[outputAt + i] = 2 * input[inputAt + i] + codes;
      }
    }
  }

  /** The same for four items, all of which it reads. */
  public static final class Four extends Single {
    public static final int ABI = Program.ABI;

    public Four() {}

    @Override
    int batch() {
      return 4;
    }
  }

  private static Plan plan(Class<?> program, int batch) {
    int output = Plan.BASE + 16;
    return new Plan(
        program.getName(),
        batch,
        1,
        output + 16,
        0,
        0,
        List.of(new Step("double", "double", "", batch, 0, 0, 9_000, true, 0, 0)),
        List.of(new Port("x", ElementType.F32, List.of(batch, SIZE), Plan.BASE)),
        List.of(new Port("y", ElementType.F32, List.of(batch, SIZE), output)),
        List.of());
  }

  private static Model load(Plan... plans) {
    ModelFile file =
        new ModelFile(
            "Doubling", Program.ABI, List.of(plans), Map.of(), Map.of(), Weights.of(Map.of()));
    return Model.load(
        file, EndsTest.class.getClassLoader(), Options.standard().withThreads(2).poisoned());
  }

  private static float[] input(int items) {
    float[] input = new float[items * SIZE];
    for (int i = 0; i < input.length; i++) {
      input[i] = i + 1;
    }
    return input;
  }

  private static float[] expected(int items, int copiedFrom) {
    float[] expected = input(items);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = 2 * expected[i] + (i < copiedFrom * SIZE ? 0 : FROM_ARENA + TO_ARENA);
    }
    return expected;
  }

  @Test
  void wholePlansReadAndWriteTheCallersArrays() {
    float[] input = input(9);
    float[] output = new float[9 * SIZE];
    load(plan(Four.class, 4), plan(Single.class, 1)).run(input, output);
    assertThat(output).containsExactly(expected(9, 9));
    assertThat(input).containsExactly(input(9));
  }

  @Test
  void aPlanThatIsPartlyEmptyReadsZerosAfterACopy() {
    float[] output = new float[6 * SIZE];
    load(plan(Four.class, 4)).run(input(6), output);
    assertThat(output).containsExactly(expected(6, 4));
  }

  @Test
  void anArrayThatIsBothIsCopied() {
    float[] both = input(4);
    load(plan(Four.class, 4)).run(both, both);
    assertThat(both).containsExactly(expected(4, 0));
  }

  @Test
  void tensorsAreReadWhereTheyLie() {
    Map<String, Tensor> results =
        load(plan(Four.class, 4)).run(Map.of("x", Tensor.of(input(8), 8, SIZE)));
    assertThat(results.get("y").floats()).containsExactly(expected(8, 8));
  }

  @Test
  void plansSurviveAFileWithTheirPorts() {
    Plan plan = plan(Four.class, 4);
    assertThat(PlanJson.readPlan(PlanJson.write(plan))).isEqualTo(plan);
  }

  @Test
  void stepsNameOnlyPortsThatExist() {
    Plan plan = plan(Four.class, 4);
    Step step = new Step("double", "double", "", 1, 0, 0, 0, true, 0, 1);
    assertThatThrownBy(() ->
            new Plan(
                plan.programClass(),
                4,
                1,
                plan.arenaFloats(),
                0,
                0,
                List.of(step),
                plan.inputs(),
                plan.outputs(),
                List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("step double names port 1");
  }
}
