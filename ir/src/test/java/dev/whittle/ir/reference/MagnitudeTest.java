package dev.whittle.ir.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.Graph;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Floor;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Round;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MagnitudeTest {
  @Test
  void whatIsCutOffForCertainIsNoLargerThanTheBound() {
    Graph.Builder graph = Graph.builder("Cut");
    Value x = graph.input("x", TensorType.f32(3));
    Value factor = graph.add("factor", new Constant(Tensor.of(new float[] {0x1p100f}, 1)));
    Value large = graph.add("large", new Mul(), x, factor);
    Value cut = graph.add("cut", new Clip(-1, 1), large);
    Evaluation evaluation =
        ReferenceEvaluator.trace(
            graph.output("y", cut).build(),
            Weights.of(Map.of()),
            Map.of("x", Tensor.of(new float[] {-3, 0, 0.5f}, 3)));
    assertThat(Magnitude.of(evaluation).get(cut).floats()).containsExactly(1, 0, 1);
  }

  @Test
  void whatMayBeInsideIsAsLargeAsItWas() {
    assertThat(magnitudes(new Clip(0, 6), 6.01f, 5)).containsExactly(6.01f, 5);
  }

  @Test
  void wholeNumbersAreNoSmallerThanThemselves() {
    assertThat(magnitudes(new Floor(), -0.25f, 1.5f)).containsExactly(1, 1.5f);
    assertThat(magnitudes(new Round(), 0.75f, -1.25f)).containsExactly(1, 1.25f);
  }

  private static float[] magnitudes(Activation activation, float... values) {
    Graph.Builder graph = Graph.builder("One");
    Value y = graph.add("y", activation, graph.input("x", TensorType.f32(values.length)));
    Evaluation evaluation =
        ReferenceEvaluator.trace(
            graph.output("y", y).build(),
            Weights.of(Map.of()),
            Map.of("x", Tensor.of(values, values.length)));
    return Magnitude.of(evaluation).get(y).floats();
  }
}
