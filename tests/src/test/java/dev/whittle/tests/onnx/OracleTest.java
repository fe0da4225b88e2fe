package dev.whittle.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.Value;
import dev.whittle.ir.reference.Agreement;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.Magnitude;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.runtime.Tensor;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.Coverage;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import dev.whittle.tests.graphs.Sample;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The reference evaluator says what ONNX Runtime says, value by value. */
class OracleTest {
  private static final double OP_TOLERANCE = 1e-5;
  private static final double NETWORK_TOLERANCE = 1e-4;

  @Test
  void singleOpsAgree() {
    Cases.run(
        "single ops", 400, seed -> agree(RandomGraphs.sample(seed, 1, Profile.ANY), OP_TOLERANCE));
  }

  @Test
  void randomNetworksAgree() {
    Coverage coverage = new Coverage();
    Cases.run(
        "random networks",
        80,
        coverage::isComplete,
        seed -> {
          Sample sample = RandomGraphs.sample(seed, Profile.ANY);
          coverage.record(sample.graph());
          RandomGraphs.check(sample, start -> agree(start, NETWORK_TOLERANCE));
        });
    coverage.assertEveryPortableOp();
  }

  private static void agree(Sample sample, double tolerance) {
    Evaluation expected =
        ReferenceEvaluator.trace(sample.graph(), sample.weights(), sample.inputs());
    List<Value> computed =
        sample.graph().nodes().stream()
            .filter(n -> !n.operands().isEmpty())
            .flatMap(n -> IntStream.range(0, n.types().size()).mapToObj(n::result))
            .toList();
    Map<Value, Tensor> actual =
        OnnxRuntime.run(sample.graph(), sample.weights(), sample.inputs(), computed);
    Map<Value, Tensor> magnitudes = Magnitude.of(expected);
    for (Value value : computed) {
      Agreement agreement =
          Agreement.of(expected.value(value), actual.get(value), magnitudes.get(value));
      assertThat(agreement.error())
          .as(() -> "%s of %s: %s".formatted(sample.graph().node(value).name(), sample, agreement))
          .isLessThanOrEqualTo(tolerance);
    }
  }
}
