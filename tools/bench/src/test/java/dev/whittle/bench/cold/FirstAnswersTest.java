package dev.whittle.bench.cold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bench.cold.FirstAnswers.Answer;
import dev.whittle.bench.suite.ExampleNetwork;
import dev.whittle.runtime.Vectors;
import org.junit.jupiter.api.Test;

class FirstAnswersTest {
  @Test
  void bothEnginesAnswerInFreshVirtualMachines() throws Exception {
    FirstAnswers answers =
        FirstAnswers.measure(ExampleNetwork.SQUEEZENET, Vectors.lanes(), 1, 1, true);
    assertThat(answers.compileMillis()).isPositive();
    check(answers.whittle());
    check(answers.onnxRuntime().orElseThrow());
  }

  @Test
  void whittleAnswersAlone() throws Exception {
    FirstAnswers answers =
        FirstAnswers.measure(ExampleNetwork.SQUEEZENET, Vectors.lanes(), 2, 1, false);
    check(answers.whittle());
    assertThat(answers.onnxRuntime()).isEmpty();
  }

  /** SqueezeNet's weights are 4.7 MB, and no virtual machine fits into 10 MB. */
  private static void check(Answer answer) {
    assertThat(answer.millis()).isPositive();
    assertThat(answer.peakMegabytes()).isBetween(15.0, 4000.0);
  }
}
