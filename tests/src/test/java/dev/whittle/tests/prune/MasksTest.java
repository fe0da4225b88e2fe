package dev.whittle.tests.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.ir.verify.Verifier;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.factorise.Layer;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.pipeline.PipelineMistake;
import dev.whittle.runtime.Tensor;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import dev.whittle.tests.graphs.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The passes that put zeros for weights, on random networks. */
class MasksTest {
  private static final List<Pass> SHARES =
      List.of(Catalogue.PRUNE_WEIGHTS, Catalogue.PRUNE_GROUPS, Catalogue.PRUNE_BLOCKS);
  private static final int ROWS = 3;
  private static final int COLUMNS = 2;

  static Stream<Pass> passes() {
    return Stream.concat(SHARES.stream(), Stream.of(Catalogue.CONNECTION_TABLE));
  }

  /** Options that keep this share. */
  private static Map<String, Object> share(Pass pass, double share) {
    Map<String, Object> options = new HashMap<>();
    if (pass == Catalogue.CONNECTION_TABLE) {
      options.put("links", share);
      options.put("choice", "norm");
    } else {
      options.put("density", share);
    }
    if (pass == Catalogue.PRUNE_BLOCKS) {
      options.put("rows", ROWS);
      options.put("columns", COLUMNS);
    }
    return options;
  }

  /** The unit of a weight, by what the pass is documented to keep together. */
  private static String unit(Pass pass, Layer layer, int i) {
    int inputs = layer.sizes().get(1);
    int taps = layer.sizes().stream().skip(2).reduce(1, (a, b) -> a * b);
    int output = i / (inputs * taps);
    int column = i % (inputs * taps);
    int groups = layer.op() instanceof Conv conv ? conv.groups() : 1;
    int group = output / (layer.sizes().get(0) / groups);
    return switch (pass.info().name()) {
      case "prune-weights" -> Integer.toString(i);
      case "prune-groups" -> group + " " + column;
      case "prune-blocks" -> output / ROWS + " " + column / COLUMNS;
      default -> output + " " + column / taps;
    };
  }

  private static Layer layer(Graph graph, String name, PassContext context) {
    Graph bound = graph.bindAll(1);
    return Layer.of(bound, bound.find(name).orElseThrow(), context).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("passes")
  void theLeastOfTheUnitsAreZeroAndTheLedgerSaysHowMuchIsLost(Pass pass) {
    int[] masked = {0};
    Cases.run(
        pass.info().name() + " by magnitude",
        15,
        () -> masked[0] > 10,
        seed -> {
          ChannelNetwork net = ChannelNetwork.of(seed);
          Map<String, Double> last = new HashMap<>();
          for (double density : new double[] {0.8, 0.5, 0.2, 0}) {
            PassContext context = net.bare();
            Graph after =
                Verifier.verify(
                    context.run(pass, share(pass, density), net.graph()), Level.PORTABLE);
            for (Approximation line : context.approximations()) {
              if (line.isDone()) {
                masked[0]++;
                double error = requireLeast(pass, density, line, net, after, context);
                assertThat(error).isGreaterThanOrEqualTo(last.getOrDefault(line.layer(), 0.0));
                last.put(line.layer(), error);
              }
            }
          }
        });
  }

  /** The error of a layer whose zeros are where they are to be. */
  private static double requireLeast(
      Pass pass,
      double density,
      Approximation line,
      ChannelNetwork net,
      Graph after,
      PassContext context) {
    Layer layer = layer(net.graph(), line.layer(), context);
    float[] before = layer.weights().get();
    float[] weights = layer(after, line.layer(), context).weights().get();
    Map<String, List<Double>> squares = new HashMap<>();
    Set<String> gone = new HashSet<>();
    double all = 0;
    double lost = 0;
    for (int i = 0; i < before.length; i++) {
      double square = (double) before[i] * before[i];
      String unit = unit(pass, layer, i);
      squares.computeIfAbsent(unit, _ -> new ArrayList<>()).add(square);
      all += square;
      lost += weights[i] == 0 ? square : 0;
      assertThat(weights[i]).isIn(0f, before[i]);
      if (weights[i] == 0 && before[i] != 0) {
        gone.add(unit);
      }
    }
    assertThat(gone).hasSize(squares.size() - (int) Math.round(density * squares.size()));
    double most = 0;
    double least = Double.POSITIVE_INFINITY;
    for (Map.Entry<String, List<Double>> entry : squares.entrySet()) {
      double mean = entry.getValue().stream().mapToDouble(Double::doubleValue).average().orElse(0);
      most = gone.contains(entry.getKey()) ? Math.max(most, mean) : most;
      least = gone.contains(entry.getKey()) ? least : Math.min(least, mean);
    }
    assertThat(most).isLessThanOrEqualTo(least * (1 + 1e-9));
    for (int i = 0; i < before.length; i++) {
      assertThat(weights[i] == 0 && before[i] != 0).isEqualTo(gone.contains(unit(pass, layer, i)));
    }
    double error = Math.sqrt(lost / all);
    assertThat(line.error().orElseThrow()).isCloseTo(error, within(1e-9));
    assertThat(line.after().parameters()).isEqualTo(line.before().parameters());
    assertThat(line.after().macs()).isEqualTo(line.before().macs());
    assertThat(line.after().predicted()).isLessThanOrEqualTo(line.before().predicted());
    return error;
  }

  @ParameterizedTest
  @MethodSource("passes")
  void whenAllIsKeptNothingHappens(Pass pass) {
    Cases.run(
        pass.info().name() + " of nothing",
        20,
        seed -> {
          ChannelNetwork net = ChannelNetwork.of(seed);
          PassContext context = net.bare();
          assertThat(context.run(pass, share(pass, 1), net.graph())).isSameAs(net.graph());
          assertThat(context.approximations())
              .isNotEmpty()
              .allMatch(line -> line.objection().equals("no weight changes"));
        });
  }

  @ParameterizedTest
  @MethodSource("passes")
  void randomNetworksVerifyAndRun(Pass pass) {
    Cases.run(
        pass.info().name() + " on random networks",
        20,
        seed -> {
          Sample sample = RandomGraphs.sample(seed, Profile.COMPILABLE);
          Graph graph =
              ReferenceEvaluator.trace(sample.graph(), sample.weights(), sample.inputs()).graph();
          PassContext context = new ChannelNetwork(graph, sample.weights(), List.of()).bare();
          Graph after = Verifier.verify(context.run(pass, share(pass, 0.4), graph), Level.PORTABLE);
          Layers.requireAddsUp(graph, after, context.approximations());
          ReferenceEvaluator.evaluate(after, sample.weights(), sample.inputs());
        });
  }

  @Test
  void acrossTheNetworkThereIsOneThreshold() {
    Cases.run(
        "one threshold",
        20,
        seed -> {
          ChannelNetwork net = ChannelNetwork.of(seed);
          PassContext context = net.bare();
          Map<String, Object> options = Map.of("ratio", 2.0, "across", "network");
          Graph after = context.run(Catalogue.PRUNE_WEIGHTS, options, net.graph());
          double most = 0;
          double least = Double.POSITIVE_INFINITY;
          int gone = 0;
          int all = 0;
          for (Node node : net.graph().nodes()) {
            if (node.op() instanceof Conv || node.op() instanceof Dense) {
              float[] before = layer(net.graph(), node.name(), context).weights().get();
              float[] weights = layer(after, node.name(), context).weights().get();
              for (int i = 0; i < before.length; i++) {
                all++;
                gone += weights[i] == 0 ? 1 : 0;
                most = weights[i] == 0 ? Math.max(most, Math.abs(before[i])) : most;
                least = weights[i] == 0 ? least : Math.min(least, Math.abs(before[i]));
              }
            }
          }
          assertThat(most).isLessThanOrEqualTo(least);
          assertThat(gone).isEqualTo(all - Math.round(all / 2.0));
        });
  }

  @Test
  void secondOrderWeighsWithTheMeanSquaresOfWhatIsRead() {
    Cases.run(
        "second order",
        15,
        seed -> {
          ChannelNetwork net = ChannelNetwork.of(seed);
          PassContext context = net.context();
          Map<String, Object> options =
              Map.of("density", 0.5, "saliency", "second-order", "positions", 1 << 20);
          Graph after = context.run(Catalogue.PRUNE_WEIGHTS, options, net.graph());
          for (Node node : net.graph().nodes()) {
            boolean isPlain =
                node.op() instanceof Dense
                    || node.op() instanceof Conv conv
                        && conv.groups() == 1
                        && conv.kernel().equals(List.of(1, 1));
            if (isPlain) {
              double[] squares = squares(net, node.name());
              float[] before = layer(net.graph(), node.name(), context).weights().get();
              float[] weights = layer(after, node.name(), context).weights().get();
              double most = 0;
              double least = Double.POSITIVE_INFINITY;
              for (int i = 0; i < before.length; i++) {
                double saliency = before[i] * before[i] * squares[i % squares.length];
                most = weights[i] == 0 ? Math.max(most, saliency) : most;
                least = weights[i] == 0 ? least : Math.min(least, saliency);
              }
              assertThat(most).isLessThanOrEqualTo(least * (1 + 1e-3) + 1e-9);
            }
          }
        });
  }

  /** The mean squares of the channels that a layer reads. */
  private static double[] squares(ChannelNetwork net, String name) {
    double[] squares = null;
    int count = 0;
    for (Tensor input : net.inputs()) {
      Evaluation run = ReferenceEvaluator.trace(net.graph(), net.weights(), Map.of("x", input));
      Tensor x = run.value(run.graph().find(name).orElseThrow().operand(0));
      int channels = x.size(1);
      int area = x.floats().length / channels;
      squares = squares == null ? new double[channels] : squares;
      for (int i = 0; i < x.floats().length; i++) {
        squares[i / area] += Math.pow(x.floats()[i], 2);
      }
      count += area;
    }
    for (int i = 0; i < squares.length; i++) {
      squares[i] /= count;
    }
    return squares;
  }

  @Test
  void linksAreDrawnBySeed() {
    ChannelNetwork net = ChannelNetwork.of(3);
    Map<String, Object> one = Map.of("links", 0.5, "seed", 1);
    Map<String, Object> other = Map.of("links", 0.5, "seed", 2);
    Graph first = net.bare().run(Catalogue.CONNECTION_TABLE, one, net.graph());
    assertThat(net.bare().run(Catalogue.CONNECTION_TABLE, one, net.graph())).isEqualTo(first);
    assertThat(net.bare().run(Catalogue.CONNECTION_TABLE, other, net.graph())).isNotEqualTo(first);
  }

  @Test
  void withoutDataItSaysWhatIsMissing() {
    ChannelNetwork net = ChannelNetwork.of(1);
    for (Pass pass : SHARES) {
      Map<String, Object> options = new HashMap<>(share(pass, 0.5));
      options.put("saliency", "second-order");
      PassFailure failure =
          catchThrowableOfType(PassFailure.class, () -> net.bare().run(pass, options, net.graph()));
      assertThat(failure.diagnostic().code()).isEqualTo(PipelineMistake.NO_CALIBRATION.code());
      assertThat(failure.diagnostic().toString()).contains("magnitude");
    }
  }
}
