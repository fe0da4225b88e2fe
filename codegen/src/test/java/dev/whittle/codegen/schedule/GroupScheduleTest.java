package dev.whittle.codegen.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.op.Conv;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions in groups of any size. */
class GroupScheduleTest {
  private final ScheduleCases cases = new ScheduleCases("groups");

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void convolutionsInGroupsOfAnySize(int lanes) {
    for (int i = 0; i < cases.tries(60); i++) {
      int groups = cases.pick(2, 3, 5, 9, 17);
      int inputs = cases.pick(1, 2, 3, 5, 6, 8, 12, lanes, lanes + 4, 2 * lanes + 3);
      int outputs =
          cases.pick(1, 2, 3, 5, 8, 12, lanes, lanes + lanes / 2, 2 * lanes + 1, 3 * lanes);
      Conv conv =
          new Conv(
              List.of(cases.pick(1, 1, 2, 3), cases.pick(1, 1, 3, 3, 5, 12)),
              List.of(cases.pick(1, 1, 2), cases.pick(1, 1, 2, 3)),
              List.of(
                  cases.pick(0, 1, 2), cases.pick(0, 1, 3), cases.pick(0, 1), cases.pick(0, 1, 2)),
              List.of(cases.pick(1, 1, 2), cases.pick(1, 1, 2)),
              groups);
      Tensor x =
          cases.tensor(
              cases.pick(1, 1, 2), groups * inputs, cases.pick(5, 7, 8), cases.pick(23, 28, 31));
      int channels = groups * outputs;
      Tensor w = cases.tensor(channels, inputs, conv.kernel().get(0), conv.kernel().get(1));
      cases.check(conv, lanes, cases.pick(1, 2), List.of(x, w, cases.tensor(channels)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void groupsKeepWhatIsNotFiniteToThemselves(int lanes) {
    for (int i = 0; i < cases.tries(20); i++) {
      int groups = cases.pick(2, 3, 5, 9);
      int inputs = cases.pick(1, 2, 3, 8, lanes, lanes + 4);
      int outputs = groups * cases.pick(1, 2, 3, 8, lanes, lanes + 4);
      List<Integer> ones = List.of(1, 1);
      Conv conv = new Conv(List.of(3, 3), ones, List.of(1, 1, 1, 1), ones, groups);
      Tensor x =
          cases.tensor(cases.pick(1, 2), groups * inputs, cases.pick(5, 8), cases.pick(13, 31));
      x.floats()[cases.random.nextInt(x.floats().length)] =
          cases.choose(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
      List<Tensor> operands =
          List.of(x, cases.tensor(outputs, inputs, 3, 3), cases.tensor(outputs));
      OpCase given = new OpCase(conv, operands, 2, List.of());
      Evaluation expected = given.expected();
      Target target = new Target(lanes, 1);
      for (Candidate candidate : given.candidates(target)) {
        if (candidate.error() == 0) {
          Map<String, Tensor> actual = given.run(candidate, target, cases.random).results();
          assertThat(kinds(actual))
              .as("%s of %s as %s", conv, given.operandTypes(), candidate)
              .isEqualTo(kinds(expected.outputs()));
        }
      }
    }
  }

  /** Which values are finite, NaN or infinite. */
  private static String kinds(Map<String, Tensor> results) {
    StringBuilder kinds = new StringBuilder();
    for (Tensor tensor : results.values()) {
      for (float value : tensor.floats()) {
        kinds.append(
            Float.isNaN(value) ? 'n' : Float.isFinite(value) ? '.' : value > 0 ? '+' : '-');
      }
    }
    return kinds.toString();
  }
}
