package dev.whittle.tests.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.reference.Agreement;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.ir.verify.Verifier;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.cost.Costs;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.pipeline.PipelineMistake;
import dev.whittle.runtime.Tensor;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import dev.whittle.tests.graphs.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The passes {@code prune-channels} and {@code prune-neurons} on random networks. */
class PruneChannelsTest {
  private static final double TOLERANCE = 1e-4;

  static Stream<Pass> passes() {
    return Stream.of(Catalogue.PRUNE_CHANNELS, Catalogue.PRUNE_NEURONS);
  }

  @Test
  void outputsThatAreAlwaysZeroGoWithoutAChange() {
    int[] exact = {0, 0};
    Cases.run(
        "dead outputs",
        60,
        () -> exact[0] > 20 && exact[1] > 10,
        seed -> {
          ChannelNetwork net = ChannelNetwork.partlyDead(seed);
          PassContext context = net.bare();
          Graph after = net.graph();
          List<Approximation> lines = new ArrayList<>();
          for (Pass pass : passes().toList()) {
            Map<String, Object> options =
                Map.of("density", 0.5 + (seed & 3) * 0.12, "keep", "always");
            after = Verifier.verify(context.run(pass, options, after), Level.PORTABLE);
            lines.addAll(context.approximations());
          }
          if (lines.stream().allMatch(line -> line.error().orElse(0) == 0)) {
            exact[0]++;
            exact[1] += lines.stream().filter(line -> line.error().isPresent()).count() > 2 ? 1 : 0;
            requireSame(net, after);
          }
        });
  }

  private static void requireSame(ChannelNetwork net, Graph after) {
    for (Tensor input : net.inputs()) {
      Map<String, Tensor> inputs = Map.of("x", input);
      Map<String, Tensor> actual = ReferenceEvaluator.evaluate(after, net.weights(), inputs);
      assertThat(
              Agreement.of(ReferenceEvaluator.trace(net.graph(), net.weights(), inputs), actual)
                  .error())
          .isLessThan(TOLERANCE);
    }
  }

  @ParameterizedTest
  @MethodSource("passes")
  void randomNetworksVerifyRunAndAddUp(Pass pass) {
    int[] done = {0};
    Cases.run(
        pass.info().name() + " on random networks",
        80,
        () -> done[0] > 10,
        seed -> {
          Sample sample = RandomGraphs.sample(seed, Profile.COMPILABLE);
          Graph graph =
              ReferenceEvaluator.trace(sample.graph(), sample.weights(), sample.inputs()).graph();
          PassContext context = contextOf(sample);
          for (Map<String, Object> options : options(seed)) {
            Graph after = Verifier.verify(context.run(pass, options, graph), Level.PORTABLE);
            requireAddsUp(graph, after, context.approximations());
            done[0] += after == graph ? 0 : 1;
            graph = after;
          }
          ReferenceEvaluator.evaluate(graph, sample.weights(), sample.inputs())
              .values()
              .forEach(output -> assertThat(output.elementCount()).isPositive());
        });
  }

  private static List<Map<String, Object>> options(long seed) {
    return List.of(
        Map.of("density", 0.6, "keep", "always"),
        Map.of("ratio", 1.5, "criterion", "random", "across", "network", "keep", "smaller"),
        Map.of("width", 1 + (int) (seed & 3), "keep", "faster"));
  }

  private static PassContext contextOf(Sample sample) {
    return new ChannelNetwork(sample.graph(), sample.weights(), List.of()).bare();
  }

  private static void requireAddsUp(Graph before, Graph after, List<Approximation> lines) {
    long saved =
        lines.stream()
            .filter(Approximation::isDone)
            .mapToLong(line -> line.before().macs() - line.after().macs())
            .sum();
    assertThat(Costs.of(before.bindAll(1)).macs() - Costs.of(after.bindAll(1)).macs())
        .isEqualTo(saved);
  }

  @ParameterizedTest
  @MethodSource("passes")
  void atDensityOneNothingHappens(Pass pass) {
    Cases.run(
        pass.info().name() + " at density 1",
        30,
        seed -> {
          ChannelNetwork net = ChannelNetwork.of(seed);
          for (Map<String, Object> options :
              List.<Map<String, Object>>of(
                  Map.of("density", 1.0),
                  Map.of("ratio", 1.0, "reconstruct", true),
                  Map.of("width", 1000),
                  Map.of("density", 1.0, "across", "network"))) {
            PassContext context = net.context();
            assertThat(context.run(pass, options, net.graph())).isSameAs(net.graph());
            assertThat(context.approximations()).noneMatch(Approximation::isDone);
          }
        });
  }

  @Test
  void withoutDataItSaysWhatIsMissing() {
    ChannelNetwork net = ChannelNetwork.of(1);
    for (Map<String, Object> options :
        List.<Map<String, Object>>of(
            Map.of("density", 0.5, "criterion", "activation"),
            Map.of("density", 0.5, "reconstruct", true, "keep", "always"))) {
      PassFailure failure =
          catchThrowableOfType(
              PassFailure.class,
              () -> net.bare().run(Catalogue.PRUNE_CHANNELS, options, net.graph()));
      assertThat(failure.diagnostic().code()).isEqualTo(PipelineMistake.NO_CALIBRATION.code());
      assertThat(failure.diagnostic().toString()).contains("--calibrate").contains("norm");
    }
  }
}
