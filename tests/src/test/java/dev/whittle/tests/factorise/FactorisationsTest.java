package dev.whittle.tests.factorise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.ir.verify.Verifier;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.cost.Costs;
import dev.whittle.passes.factorise.FactorisePass;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.runtime.Tensor;
import dev.whittle.tests.graphs.Cases;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every factorisation that needs weights alone promises, on random layers. */
class FactorisationsTest {
  private static final int HUGE = 1_000_000;
  private static final int LEAST = 10;

  static Stream<Pass> passes() {
    return Catalogue.all().stream().filter(pass -> pass instanceof FactorisePass);
  }

  @ParameterizedTest
  @MethodSource("passes")
  void fullRankIsExact(Pass pass) {
    int[] rewritten = {0};
    Cases.run(
        pass.info().name() + " at full rank",
        60,
        () -> rewritten[0] >= LEAST,
        seed -> {
          RandomLayer layer = RandomLayer.any(seed);
          Done done = run(pass, Map.of("rank", HUGE), layer);
          if (!done.approximations().isEmpty()) {
            rewritten[0]++;
            float[] expected = evaluate(layer.graph(), layer);
            float[] actual = evaluate(done.graph(), layer);
            double largest = 0;
            for (float value : expected) {
              largest = Math.max(largest, Math.abs(value));
            }
            for (int i = 0; i < expected.length; i++) {
              assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-4 * largest + 1e-12));
            }
          }
        });
    assertThat(Cases.isReplay() || rewritten[0] >= LEAST).isTrue();
  }

  @ParameterizedTest
  @MethodSource("passes")
  void theErrorReportedIsThatOfTheWeightsAndFallsWithTheRank(Pass pass) {
    Cases.run(
        pass.info().name() + " at every rank",
        12,
        seed -> {
          RandomLayer layer = RandomLayer.probed(seed);
          float[] weights = evaluate(layer.graph(), layer);
          double last = 1;
          for (int rank = 1; rank < HUGE; rank++) {
            Done done = run(pass, Map.of("rank", rank), layer);
            if (done.approximations().isEmpty()) {
              return;
            }
            Approximation approximation = done.approximations().getFirst();
            double error = approximation.error().orElseThrow();
            float[] approximated = evaluate(done.graph(), layer);
            assertThat(error).isCloseTo(difference(approximated, weights), within(2e-4));
            assertThat(error).isLessThanOrEqualTo(last + 1e-6);
            last = error;
            if (!approximation.setting().equals("rank: " + rank) || rank > 6) {
              return;
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("passes")
  void theLedgerCountsWhatIsThere(Pass pass) {
    Cases.run(
        pass.info().name() + " in the ledger",
        20,
        seed -> {
          RandomLayer layer = RandomLayer.any(seed);
          for (Approximation approximation : run(pass, Map.of("rank", 2), layer).approximations()) {
            Graph after = run(pass, Map.of("rank", 2), layer).graph();
            assertThat(approximation.before().parameters()).isEqualTo(parameters(layer.graph()));
            assertThat(approximation.before().macs()).isEqualTo(macs(layer.graph()));
            assertThat(approximation.after().parameters()).isEqualTo(parameters(after));
            assertThat(approximation.after().bytes()).isEqualTo(4 * parameters(after));
            assertThat(approximation.after().macs()).isEqualTo(macs(after));
            assertThat(approximation.after().predicted()).isPositive();
          }
        });
  }

  @ParameterizedTest
  @MethodSource("passes")
  void whatDoesNotPayIsLeftAloneAndSaysWhy(Pass pass) {
    int[] done = {0, 0};
    Cases.run(
        pass.info().name() + " where it pays",
        200,
        () -> done[0] > 0 && done[1] > 0,
        seed -> {
          for (String keep : List.of("faster", "smaller")) {
            RandomLayer layer = RandomLayer.any(seed);
            Map<String, Object> options = Map.of("rank", 1 + (int) (seed & 3), "keep", keep);
            PassContext context = context(layer);
            Graph after = context.run(pass, options, layer.graph());
            for (Approximation approximation : context.approximations()) {
              done[approximation.isDone() ? 0 : 1]++;
              assertThat(after == layer.graph()).isEqualTo(!approximation.isDone());
              boolean isBetter =
                  keep.equals("faster")
                      ? approximation.after().macs() < approximation.before().macs()
                          && approximation.after().predicted() < approximation.before().predicted()
                      : approximation.after().parameters() < approximation.before().parameters();
              assertThat(approximation.isDone()).isEqualTo(isBetter);
            }
          }
        });
    assertThat(Cases.isReplay() || done[0] > 0 && done[1] > 0).isTrue();
  }

  @ParameterizedTest
  @MethodSource("passes")
  void weightsOfNothingAreExactAndWeightsThatAreNoNumbersLeftAlone(Pass pass) {
    for (long seed = 0; seed < 6; seed++) {
      RandomLayer layer = RandomLayer.any(seed);
      RandomLayer zero = layer.filled(0);
      Done done = run(pass, Map.of("rank", 1), zero);
      assertThat(evaluate(done.graph(), zero)).isEqualTo(evaluate(zero.graph(), zero));
      assertThat(done.approximations()).allMatch(a -> a.error().getAsDouble() == 0);
      for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
        PassContext context = context(layer.filled(bad));
        Map<String, Object> options = Map.of("rank", 1, "keep", "always");
        assertThat(context.run(pass, options, layer.graph())).isSameAs(layer.graph());
        assertThat(context.approximations())
            .allMatch(a -> a.objection().equals("not all of its weights are finite"));
      }
    }
  }

  private static long parameters(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.op() instanceof Parameter || node.op() instanceof Constant)
        .mapToLong(node -> node.type().shape().elementCount())
        .sum();
  }

  private static long macs(Graph graph) {
    return Costs.of(graph.bindAll(1)).macs();
  }

  /** A graph after a pass, and what the pass said. */
  private record Done(Graph graph, List<Approximation> approximations) {}

  private static Done run(Pass pass, Map<String, Object> options, RandomLayer layer) {
    Map<String, Object> all = new HashMap<>(options);
    all.put("keep", "always");
    PassContext context = context(layer);
    Graph after = Verifier.verify(context.run(pass, all, layer.graph()), Level.PORTABLE);
    assertThat(after == layer.graph()).isEqualTo(context.approximations().isEmpty());
    return new Done(after, context.approximations());
  }

  private static PassContext context(RandomLayer layer) {
    return PassContext.of(
        new Target(8, 1), new Schedules(), new CompilingExecutor(), layer.weights());
  }

  private static float[] evaluate(Graph graph, RandomLayer layer) {
    Map<String, Tensor> outputs =
        ReferenceEvaluator.evaluate(graph, layer.weights(), layer.inputs());
    return outputs.get("y").floats();
  }

  private static double difference(float[] actual, float[] expected) {
    double lost = 0;
    double all = 0;
    for (int i = 0; i < actual.length; i++) {
      lost += Math.pow((double) actual[i] - expected[i], 2);
      all += Math.pow(expected[i], 2);
    }
    return Math.sqrt(lost / all);
  }
}
