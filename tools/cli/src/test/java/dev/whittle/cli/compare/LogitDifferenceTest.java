package dev.whittle.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LogitDifferenceTest {
  @Test
  void whatAllScoresHaveInCommonDoesNotCount() {
    float[] first = softmax(1, 2, -3);
    float[] same = softmax(6, 7, 2);
    float[] other = softmax(1 + 0.3, 2 - 0.6, -3 + 0.3);
    assertThat(LogitDifference.sum(first, first)).isZero();
    assertThat(LogitDifference.sum(first, same)).isCloseTo(0, within(1e-5));
    assertThat(LogitDifference.sum(first, other)).isCloseTo(1.2, within(1e-5));
  }

  @Test
  void aProbabilityThatIsZeroCountsAsTheLeastThereIs() {
    assertThat(LogitDifference.sum(new float[] {1, 0}, new float[] {0, 1}))
        .isCloseTo(-2 * Math.log(Float.MIN_VALUE), within(1e-9));
    assertThat(LogitDifference.sum(new float[] {1, 0}, new float[] {Float.NaN, 1})).isInfinite();
  }

  @Test
  void onlyARowOfProbabilitiesHasLogits() {
    Graph graph = graph();
    assertThat(graph.outputs()).hasSize(4);
    assertThat(graph.outputs().stream().map(output -> LogitDifference.suits(graph, output)))
        .containsExactly(true, true, false, false);
  }

  private static float[] softmax(double... logits) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    float[] probabilities = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = (float) (Math.exp(logits[i]) / sum);
    }
    return probabilities;
  }

  private static Graph graph() {
    return Cnn.read(
            "Net.cnn",
            """
            network Net {
              input x: f32[1, 3]
              input map: f32[1, 3, 2, 2]
              output scores = softmax(x)
              output renamed = map |> global_average_pool |> softmax |> flatten
              output raw = relu(x)
              output places = softmax(map)
            }
            """,
            Path.of("").toAbsolutePath())
        .graph()
        .orElseThrow();
  }
}
