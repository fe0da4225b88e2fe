package dev.whittle.tests.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.ir.verify.Verifier;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.pipeline.PipelineMistake;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import dev.whittle.tests.graphs.RandomTensors;
import dev.whittle.tests.graphs.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The passes {@code prune-channels} and {@code prune-neurons} on random networks. */
class PruneChannelsTest {
  static Stream<Pass> passes() {
    return Stream.of(Catalogue.PRUNE_CHANNELS, Catalogue.PRUNE_NEURONS);
  }

  @Test
  void outputsThatAreAlwaysZeroGoWithoutAChange() {
    int[] exact = {0, 0};
    Cases.run(
        "dead outputs",
        40,
        () -> exact[0] > 20 && exact[1] > 10,
        seed -> {
          ChannelNetwork net = ChannelNetwork.ofTwins(seed, 0);
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
            net.requireSame(after);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("passes")
  void randomNetworksVerifyRunAndAddUp(Pass pass) {
    int[] done = {0};
    Cases.run(
        pass.info().name() + " on random networks",
        40,
        () -> done[0] > 10,
        seed -> {
          Sample sample = RandomGraphs.sample(seed, Profile.COMPILABLE);
          Graph graph =
              ReferenceEvaluator.trace(sample.graph(), sample.weights(), sample.inputs()).graph();
          PassContext context = contextOf(sample);
          for (Map<String, Object> options : options(seed)) {
            Graph after = Verifier.verify(context.run(pass, options, graph), Level.PORTABLE);
            Layers.requireAddsUp(graph, after, context.approximations());
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

  @ParameterizedTest
  @MethodSource("passes")
  void atDensityOneNothingHappens(Pass pass) {
    Cases.run(
        pass.info().name() + " at density 1",
        20,
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
  void fittedReadersRespondMoreLikeBefore() {
    double[] errors = {0, 0};
    Cases.run(
        "fitted readers",
        20,
        seed -> {
          ChannelNetwork net = twoConvolutions(seed);
          int filters = net.graph().find("a").orElseThrow().type().shape().size(1);
          int groups = ((Conv) net.graph().find("b").orElseThrow().op()).groups();
          double last = 0;
          for (int width = filters - groups; width > groups; width -= groups) {
            double plain = error(net, width, false);
            double fitted = error(net, width, true);
            assertThat(fitted).isLessThanOrEqualTo(plain * (1 + 1e-6));
            assertThat(fitted).isGreaterThanOrEqualTo(last * 0.95);
            last = fitted;
            errors[0] += plain;
            errors[1] += fitted;
          }
        });
    assertThat(errors[1]).isLessThan(0.7 * errors[0]);
  }

  /** The squares of what the network's outputs for the inputs to calibrate on are off. */
  private static double error(ChannelNetwork net, int width, boolean isFitted) {
    Map<String, Object> options =
        Map.of(
            "layers",
            Layers.of("a"),
            "width",
            width,
            "reconstruct",
            isFitted,
            "positions",
            1 << 20,
            "keep",
            "always");
    Graph after =
        Verifier.verify(
            net.context().run(Catalogue.PRUNE_CHANNELS, options, net.graph()), Level.PORTABLE);
    assertThat(after.find("a").orElseThrow().type().shape().size(1)).isEqualTo(width);
    double sum = 0;
    for (Tensor input : net.inputs()) {
      float[] expected = evaluate(net.graph(), net, input);
      float[] actual = evaluate(after, net, input);
      for (int i = 0; i < expected.length; i++) {
        sum += Math.pow((double) actual[i] - expected[i], 2);
      }
    }
    return sum;
  }

  private static float[] evaluate(Graph graph, ChannelNetwork net, Tensor input) {
    return ReferenceEvaluator.evaluate(graph, net.weights(), Map.of("x", input)).get("y").floats();
  }

  /** A convolution {@code a}, a ReLU, and a convolution {@code b} of one or two groups. */
  private static ChannelNetwork twoConvolutions(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int filters = random.nextInt(3, 7);
    int groups = random.nextInt(1, 3);
    Graph.Builder graph = Graph.builder("Two");
    Shape open = Shape.of(1, 3, 9, 8).with(0, Dim.of("N"));
    Value x = graph.input("x", new TensorType(ElementType.F32, open));
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put("a.weight", RandomTensors.weight(random, groups * filters, 3, 3, 3));
    tensors.put("b.weight", RandomTensors.weight(random, 2 * groups, filters, 3, 2));
    tensors.put("b.bias", RandomTensors.normal(random, 1, 2 * groups));
    Value a =
        graph.add(
            "a",
            new Conv(List.of(3, 3), List.of(1, 1), List.of(1, 1, 1, 1), List.of(1, 1), 1),
            x,
            graph.parameter("a.weight", TensorType.f32(groups * filters, 3, 3, 3)));
    Conv conv =
        new Conv(
            List.of(3, 2),
            List.of(random.nextInt(1, 3), random.nextInt(1, 3)),
            List.of(random.nextInt(2), random.nextInt(2), random.nextInt(2), random.nextInt(2)),
            List.of(random.nextInt(1, 3), random.nextInt(1, 3)),
            groups);
    List<Value> operands = new ArrayList<>(List.of(graph.add("relu", new Relu(), a)));
    operands.add(graph.parameter("b.weight", TensorType.f32(2 * groups, filters, 3, 2)));
    if (random.nextBoolean()) {
      operands.add(graph.parameter("b.bias", TensorType.f32(2 * groups)));
    }
    Graph net = graph.output("y", graph.add("b", conv, operands.toArray(Value[]::new))).build();
    List<Tensor> inputs = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      inputs.add(RandomTensors.normal(random, 1, 1, 3, 9, 8));
    }
    return new ChannelNetwork(net, Weights.of(tensors), inputs);
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
      assertThat(failure.diagnostic().toString()).contains("--calibrate").contains("path");
    }
  }
}
