package dev.whittle.tests.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.runtime.Tensor;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RandomGraphsTest {
  @ParameterizedTest
  @EnumSource
  void meetEveryOpAndEvaluateToTheInferredTypes(Profile profile) {
    Coverage coverage = new Coverage();
    Cases.run(
        "random graphs",
        100,
        coverage::isComplete,
        seed -> {
          Sample sample = RandomGraphs.sample(seed, profile);
          coverage.record(sample.graph());
          Evaluation evaluation =
              ReferenceEvaluator.trace(sample.graph(), sample.weights(), sample.inputs());
          Graph bound = evaluation.graph();
          evaluation
              .values()
              .forEach((value, tensor) -> {
                assertThat(ReferenceEvaluator.type(tensor)).isEqualTo(bound.type(value));
                assertThat(isFinite(tensor)).as(bound.node(value).name()).isTrue();
              });
        });
    coverage.assertEveryPortableOp();
  }

  @Test
  void fewerStepsGiveTheStartOfTheSameNetwork() {
    Sample whole = RandomGraphs.sample(7, 20, Profile.ANY);
    Sample start = RandomGraphs.sample(7, 10, Profile.ANY);
    assertThat(whole.graph().nodes()).startsWith(start.graph().nodes().toArray(Node[]::new));
  }

  @Test
  void failuresAreReportedOnTheSmallestStartThatFails() {
    Sample sample = RandomGraphs.sample(11, 20, Profile.COMPILABLE);
    assertThatThrownBy(() ->
            RandomGraphs.check(
                sample, start -> assertThat(start.steps()).as("steps").isLessThan(7)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("RandomGraphs.sample(11L, 7, Profile.COMPILABLE)");
  }

  private static boolean isFinite(Tensor tensor) {
    for (float value : tensor.floats()) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
