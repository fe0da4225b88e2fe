package dev.whittle.codegen.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.passes.Zeros;
import dev.whittle.runtime.Tensor;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels that leave zeros out agree with the reference, wherever the zeros are. */
class SparseScheduleTest {
  private enum Pattern {
    NONE,
    SINGLE,
    COLUMNS,
    PLANES,
    OUTPUTS,
    ALL
  }

  private final ScheduleCases cases = new ScheduleCases("sparse schedules");

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void denseLayersWithZeros(int lanes) {
    for (int i = 0; i < cases.tries(16); i++) {
      int inputs = cases.pick(1, 3, 16, 17, 40, 97);
      int outputs = cases.channels(lanes);
      int images = cases.pick(1, 1, 2, 3, 4, 5, 8, 13);
      Tensor weight = thinned(lanes, outputs, inputs);
      cases.check(
          new Dense(),
          lanes,
          cases.random.nextBoolean() ? 2 : 1,
          List.of(cases.tensor(images, inputs), weight, cases.tensor(outputs)));
    }
    assertThat(cases.algorithms).contains("sparse/rows");
    assertThat(cases.algorithms.contains("sparse/blocks")).isEqualTo(lanes > 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void convolutionsWithZeros(int lanes) {
    for (int i = 0; i < cases.tries(16); i++) {
      int inputs = cases.pick(1, 3, lanes, lanes + 1, 2 * lanes + 3);
      int outputs = cases.channels(lanes);
      int high = cases.pick(1, 2, 3, 5);
      int wide = cases.pick(1, 3, 4, 7);
      List<Integer> pads = List.of(pad(high), pad(wide), pad(high), pad(wide));
      Conv conv =
          new Conv(
              List.of(high, wide),
              List.of(cases.pick(1, 1, 2, 3), cases.pick(1, 1, 2, 3)),
              pads,
              List.of(cases.pick(1, 1, 2), cases.pick(1, 1, 3)),
              1);
      int height = cases.pick(9, 12, 17) + high;
      int width = cases.pick(7, 14, 29, 33) + 2 * wide;
      cases.check(
          conv,
          lanes,
          cases.random.nextBoolean() ? 2 : 1,
          List.of(
              cases.tensor(cases.pick(1, 1, 2, 3), inputs, height, width),
              thinned(lanes, outputs, inputs, high, wide),
              cases.tensor(outputs)));
    }
    assertThat(cases.algorithms).contains("thinned/1");
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void convolutionsOfOneAxisAndOfOneTap(int lanes) {
    for (int i = 0; i < cases.tries(6); i++) {
      int inputs = cases.channels(lanes);
      int outputs = cases.channels(lanes);
      int taps = cases.pick(1, 3, 5);
      cases.check(
          new Conv(
              List.of(taps),
              List.of(cases.pick(1, 2)),
              List.of(pad(taps), pad(taps)),
              List.of(cases.pick(1, 2)),
              1),
          lanes,
          2,
          List.of(
              cases.tensor(cases.pick(1, 2), inputs, cases.pick(13, 40)),
              thinned(lanes, outputs, inputs, taps),
              cases.tensor(outputs)));
      int stride = cases.pick(1, 2);
      cases.check(
          new Conv(List.of(1, 1), List.of(stride, stride), List.of(0, 0, 0, 0), List.of(1, 1), 1),
          lanes,
          2,
          List.of(
              cases.tensor(cases.pick(1, 2), inputs, cases.pick(3, 14), cases.pick(7, 12)),
              thinned(lanes, outputs, inputs, 1, 1),
              cases.tensor(outputs)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void offersAreForWhatIsLeftOfTheWeight(int lanes) {
    Target target = new Target(lanes, 1);
    Conv conv = new Conv(List.of(3, 3), List.of(1, 1), List.of(1, 1, 1, 1), List.of(1, 1), 1);
    assertThat(counts(conv, target, 2 * lanes, new int[] {1, 8, 9, 9}, 2 * lanes, 8, 3, 3))
        .isEqualTo(lanes == 1 ? "thinned/1 0" : "thinned/1 0, thinned/2 0");
    assertThat(counts(new Dense(), target, 2 * lanes, new int[] {1, 8}, 2 * lanes, 8))
        .isEqualTo(lanes == 1 ? "sparse/rows 0" : "sparse/blocks 0, sparse/rows 0");
    Conv grouped = new Conv(List.of(3, 3), List.of(1, 1), List.of(1, 1, 1, 1), List.of(1, 1), 2);
    assertThat(counts(grouped, target, 2 * lanes, new int[] {1, 16, 9, 9}, 2 * lanes, 8, 3, 3))
        .isEmpty();
  }

  private String counts(Op op, Target target, int outputs, int[] x, int... weight) {
    List<TensorType> types = List.of(TensorType.f32(x), TensorType.f32(weight));
    Zeros zeros = Zeros.of(Tensor.of(new float[(int) Tensor.elementCount(weight)], weight));
    return new Schedules()
        .sparse(op, types, op.infer(types), zeros, target).stream()
            .map(c -> c.algorithm() + " " + columns(c))
            .sorted()
            .collect(Collectors.joining(", "));
  }

  private static int columns(Candidate candidate) {
    return candidate.operandLayouts().get(1).columns().orElseThrow().count();
  }

  private int pad(int taps) {
    return cases.random.nextInt(taps);
  }

  /** A weight with zeros in random places of one of the patterns. */
  private Tensor thinned(int lanes, int... shape) {
    Tensor weight = cases.tensor(shape);
    float[] values = weight.floats();
    Pattern pattern = cases.choose(Pattern.values());
    int columns = values.length / shape[0];
    int taps = columns / shape[1];
    double density = cases.random.nextDouble(0.02, 0.6);
    boolean[] isKept = new boolean[values.length];
    for (int i = 0; i < isKept.length; i++) {
      isKept[i] = cases.random.nextDouble() < density;
    }
    for (int i = 0; i < values.length; i++) {
      int block = i / columns / lanes;
      int column = i % columns;
      boolean keeps =
          switch (pattern) {
            case NONE -> true;
            case SINGLE -> isKept[i];
            case COLUMNS -> isKept[block * columns + column];
            case PLANES -> isKept[(block * columns + column) / taps];
            case OUTPUTS -> isKept[i / columns];
            case ALL -> false;
          };
      values[i] = keeps ? values[i] : cases.choose(0f, -0f);
    }
    return weight;
  }
}
