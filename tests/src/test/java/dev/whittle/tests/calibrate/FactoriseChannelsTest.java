package dev.whittle.tests.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.ir.verify.Verifier;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.pipeline.PipelineMistake;
import dev.whittle.passes.pipeline.Size;
import dev.whittle.runtime.Tensor;
import dev.whittle.tests.graphs.Cases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pass {@code factorise-channels} on random networks. */
class FactoriseChannelsTest {
  private static final int HUGE = 1_000_000;

  @ParameterizedTest
  @ValueSource(strings = {"svd", "linear", "nonlinear", "asymmetric"})
  void fullRankIsExact(String solver) {
    Cases.run(
        solver + " at full rank",
        25,
        seed -> {
          TwoLayers net = TwoLayers.of(seed);
          Graph after = run(net, Map.of("solver", solver, "rank", HUGE));
          assertThat(after.find("a/basis")).isPresent();
          assertThat(after.find("b/basis")).isPresent();
          for (Tensor input : net.inputs()) {
            float[] expected = values(net.graph(), net, input, "b");
            float[] actual = values(after, net, input, "b");
            double largest = 0;
            for (float value : expected) {
              largest = Math.max(largest, Math.abs(value));
            }
            for (int i = 0; i < expected.length; i++) {
              assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-4 * largest + 1e-12));
            }
          }
        });
  }

  @Test
  void theErrorReportedIsThatOfTheResponses() {
    Cases.run(
        "errors of responses",
        25,
        seed -> {
          TwoLayers net = TwoLayers.of(seed);
          double last = 1;
          for (int rank = 1; rank < 9; rank++) {
            PassContext context = net.context();
            Map<String, Object> options =
                Map.of("solver", "linear", "rank", rank, "positions", HUGE, "keep", "always");
            Graph after = context.run(Catalogue.FACTORISE_CHANNELS, options, net.graph());
            double error = context.approximations().getFirst().error().orElseThrow();
            assertThat(error).isCloseTo(error(net, after), within(1e-3));
            assertThat(error).isLessThanOrEqualTo(last + 1e-9);
            last = error;
          }
          assertThat(last).isLessThan(1e-3);
        });
  }

  /** The error of the responses of {@code a}, relative to how they vary. */
  private static double error(TwoLayers net, Graph after) {
    List<float[]> all = new ArrayList<>();
    List<float[]> others = new ArrayList<>();
    for (Tensor input : net.inputs()) {
      all.add(values(net.graph(), net, input, "a"));
      others.add(values(after, net, input, "a"));
    }
    int channels = net.graph().find("a").orElseThrow().type().shape().size(1);
    int area = all.getFirst().length / channels;
    double[] means = new double[channels];
    for (float[] values : all) {
      for (int i = 0; i < values.length; i++) {
        means[i / area] += values[i] / area / all.size();
      }
    }
    double lost = 0;
    double varies = 0;
    for (int item = 0; item < all.size(); item++) {
      for (int i = 0; i < channels * area; i++) {
        lost += Math.pow((double) all.get(item)[i] - others.get(item)[i], 2);
        varies += Math.pow(all.get(item)[i] - means[i / area], 2);
      }
    }
    return Math.sqrt(lost / varies);
  }

  @ParameterizedTest
  @ValueSource(strings = {"svd", "linear", "nonlinear", "asymmetric"})
  void theLedgerCountsWhatIsThere(String solver) {
    Cases.run(
        solver + " in the ledger",
        10,
        seed -> {
          TwoLayers net = TwoLayers.of(seed);
          PassContext context = net.context();
          Map<String, Object> options = Map.of("solver", solver, "rank", 2, "keep", "always");
          Graph after = context.run(Catalogue.FACTORISE_CHANNELS, options, net.graph());
          List<Approximation> done = context.approximations();
          assertThat(done).extracting(Approximation::layer).containsExactly("a", "b");
          assertThat(done.stream().mapToLong(a -> a.after().parameters()).sum())
              .isEqualTo(Size.of(after).parameters());
          assertThat(done.stream().mapToLong(a -> a.after().macs()).sum())
              .isEqualTo(Size.of(after.bindAll(1)).cost().macs());
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear", "nonlinear", "asymmetric"})
  void theSameSeedGivesTheSameNetwork(String solver) {
    Cases.run(
        solver + " twice",
        5,
        seed -> {
          TwoLayers net = TwoLayers.of(seed);
          Map<String, Object> options = Map.of("solver", solver, "rank", 2, "positions", 4);
          assertThat(run(net, options)).isEqualTo(run(net, options));
        });
  }

  @Test
  void withoutDataItSaysWhatIsMissing() {
    TwoLayers net = TwoLayers.of(1);
    PassFailure failure =
        catchThrowableOfType(
            PassFailure.class,
            () -> net.bare().run(Catalogue.FACTORISE_CHANNELS, Map.of("rank", 1), net.graph()));
    assertThat(failure.diagnostic().code()).isEqualTo(PipelineMistake.NO_CALIBRATION.code());
    assertThat(failure.diagnostic().toString()).contains("--calibrate");
  }

  @Test
  void responsesThatAreNotFiniteAreSaidToBe() {
    TwoLayers net = TwoLayers.of(1);
    net.inputs().getFirst().floats()[0] = Float.NaN;
    PassFailure failure =
        catchThrowableOfType(
            PassFailure.class, () -> run(net, Map.of("rank", 1, "positions", HUGE)));
    assertThat(failure.diagnostic().code()).isEqualTo(PipelineMistake.BAD_CALIBRATION.code());
  }

  private static Graph run(TwoLayers net, Map<String, Object> options) {
    Map<String, Object> all = new HashMap<>(options);
    all.put("keep", "always");
    Graph after = net.context().run(Catalogue.FACTORISE_CHANNELS, all, net.graph());
    return Verifier.verify(after, Level.PORTABLE);
  }

  private static float[] values(Graph graph, TwoLayers net, Tensor input, String name) {
    Evaluation evaluation = ReferenceEvaluator.trace(graph, net.weights(), Map.of("x", input));
    Graph bound = evaluation.graph();
    return evaluation.value(bound.find(name).orElseThrow().value()).floats();
  }
}
