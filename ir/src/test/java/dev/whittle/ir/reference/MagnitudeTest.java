package dev.whittle.ir.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.Graph;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Mul;
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
    Graph.Builder graph = Graph.builder("Inside");
    Value x = graph.input("x", TensorType.f32(2));
    Value cut = graph.add("cut", new Clip(0, 6), x);
    Evaluation evaluation =
        ReferenceEvaluator.trace(
            graph.output("y", cut).build(),
            Weights.of(Map.of()),
            Map.of("x", Tensor.of(new float[] {6.01f, 5}, 2)));
    assertThat(Magnitude.of(evaluation).get(cut).floats()).containsExactly(6.01f, 5);
  }
}
