package dev.whittle.ir.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.ir.Graph;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Sub;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  @Test
  void measuresAgainstWhatWasSummed() {
    Agreement agreement = Agreement.of(row(0, 1), row(0.5f, 1), row(100, 1));
    assertThat(agreement.error()).isCloseTo(0.005, within(1e-9));
    assertThat(agreement.index()).isZero();
    assertThat(agreement.isWithin(0.005)).isTrue();
    assertThat(agreement.isWithin(0.004)).isFalse();
  }

  @Test
  void tinyMagnitudesCountAsTheFloor() {
    assertThat(Agreement.of(row(0), row(1e-9f), row(0)).error()).isCloseTo(1e-3, within(1e-9));
  }

  @Test
  void equalUnusualNumbersAgreeAndOthersNever() {
    assertThat(Agreement.of(row(NAN, INF, 0), row(NAN, INF, -0f), row(1, 1, 1)).error()).isZero();
    assertThat(Agreement.of(row(1), row(NAN), row(1)).error()).isInfinite();
    assertThat(Agreement.of(row(NAN), row(1), row(NAN)).error()).isInfinite();
    assertThat(Agreement.of(row(INF), row(-INF), row(INF)).error()).isInfinite();
    assertThat(Agreement.of(row(1), row(2), row(NAN)).error()).isEqualTo(1e6);
  }

  @Test
  void magnitudeOfOneOpIsItsValueOnAbsoluteNumbers() {
    Tensor x = Tensor.of(new float[] {1, -2}, 1, 2);
    Tensor weight = Tensor.of(new float[] {2, 1}, 1, 2);
    List<Tensor> results = ReferenceEvaluator.apply(new Dense(), List.of(x, weight));
    assertThat(results.getFirst().floats()).containsExactly(0);
    assertThat(Magnitude.of(new Dense(), List.of(x, weight), results).getFirst().floats())
        .containsExactly(4);
  }

  @Test
  void differencesRememberWhatTheyWereMadeOf() {
    Graph.Builder builder = Graph.builder("net");
    Value x = builder.input("x", TensorType.f32(2));
    Value y = builder.input("y", TensorType.f32(2));
    Value relu = builder.add("relu", new Relu(), builder.add("sub", new Sub(), x, y));
    Graph graph = builder.output("z", relu).build();
    Map<String, Tensor> inputs = Map.of("x", row(100, 1), "y", row(99, 2));
    Evaluation evaluation = ReferenceEvaluator.trace(graph, Weights.of(Map.of()), inputs);

    assertThat(Magnitude.of(evaluation).get(relu).floats()).containsExactly(199, 3);
    Agreement agreement = Agreement.of(evaluation, Map.of("z", row(1.0199f, 0)));
    assertThat(agreement.error()).isCloseTo(1e-4, within(1e-7));
    assertThat(agreement.where()).isEqualTo("z");
  }

  private static Tensor row(float... values) {
    return Tensor.of(values, values.length);
  }
}
