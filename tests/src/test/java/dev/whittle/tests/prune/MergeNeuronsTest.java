package dev.whittle.tests.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Node;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Tanh;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.ir.verify.Verifier;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import dev.whittle.tests.graphs.RandomTensors;
import dev.whittle.tests.graphs.Sample;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The pass {@code merge-neurons}: Srinivas and Babu 2015. */
class MergeNeuronsTest {
  /** Two dense layers with a ReLU between them. */
  private record TwoDense(
      Graph graph, float[] first, float[] bias, float[] second, Weights weights) {
    static TwoDense of(SplittableRandom random, int inputs, int hidden, int outputs) {
      Tensor first = RandomTensors.weight(random, hidden, inputs);
      Tensor bias = RandomTensors.normal(random, 0.3, hidden);
      Tensor second = RandomTensors.weight(random, outputs, hidden);
      Graph.Builder graph = Graph.builder("Two");
      Shape shape = Shape.of(1, inputs).with(0, Dim.of("N"));
      Value x = graph.input("x", new TensorType(ElementType.F32, shape));
      Value w1 = graph.parameter("w1", TensorType.f32(hidden, inputs));
      Value b1 = graph.parameter("b1", TensorType.f32(hidden));
      Value w2 = graph.parameter("w2", TensorType.f32(outputs, hidden));
      Value h = graph.add("h", new Relu(), graph.add("first", new Dense(), x, w1, b1));
      Graph net = graph.output("y", graph.add("second", new Dense(), h, w2)).build();
      Weights weights = Weights.of(Map.of("w1", first, "b1", bias, "w2", second));
      return new TwoDense(net, first.floats(), bias.floats(), second.floats(), weights);
    }

    PassContext context() {
      return new ChannelNetwork(graph, weights, List.of()).bare();
    }

    int hidden() {
      return bias.length;
    }

    double length(int neuron) {
      double energy = 0;
      for (int i = 0; i < first.length / hidden(); i++) {
        energy += Math.pow(first[neuron * first.length / hidden() + i], 2);
      }
      return Math.sqrt(energy);
    }

    /** As the paper has it, for gone j and kept i. */
    double saliency(int i, int j) {
      int inputs = first.length / hidden();
      double differences = 0;
      double sums = 0;
      for (int k = 0; k < inputs; k++) {
        double a = first[i * inputs + k] / length(i);
        double b = first[j * inputs + k] / length(j);
        differences += (a - b) * (a - b);
        sums += (a + b) * (a + b);
      }
      double a = bias[i] / length(i);
      double b = bias[j] / length(j);
      double distance = Math.sqrt(differences / sums) + Math.abs(a - b) / Math.abs(a + b);
      double square = 0;
      int outputs = second.length / hidden();
      for (int o = 0; o < outputs; o++) {
        square += Math.pow(second[o * hidden() + j] * length(j), 2) / outputs;
      }
      return square * distance * distance;
    }
  }

  @Test
  void theLeastSalientNeuronGoesAndAnotherStandsForIt() {
    Cases.run(
        "the first merge",
        40,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int hidden = random.nextInt(3, 9);
          TwoDense net = TwoDense.of(random, random.nextInt(2, 6), hidden, random.nextInt(1, 5));
          int kept = 0;
          int gone = 1;
          for (int i = 0; i < hidden; i++) {
            for (int j = 0; j < hidden; j++) {
              boolean isLess = i != j && net.saliency(i, j) < net.saliency(kept, gone);
              kept = isLess ? i : kept;
              gone = isLess ? j : gone;
            }
          }
          Map<String, Object> options =
              Map.of("layers", Layers.of("first"), "width", hidden - 1, "keep", "always");
          Graph after = net.context().run(Catalogue.MERGE_NEURONS, options, net.graph());
          float[] second = weight(after, "second");
          double factor = net.length(gone) / net.length(kept);
          for (int o = 0; o < second.length / (hidden - 1); o++) {
            for (int i = 0, at = 0; i < hidden; i++) {
              double expected = net.second()[o * hidden + i];
              expected += i == kept ? factor * net.second()[o * hidden + gone] : 0;
              if (i != gone) {
                assertThat((double) second[o * (hidden - 1) + at++])
                    .isCloseTo(expected, within(1e-5 * (1 + Math.abs(expected))));
              }
            }
          }
        });
  }

  private static float[] weight(Graph graph, String layer) {
    Node node = graph.find(layer).orElseThrow();
    return ((Constant) graph.node(node.operand(1)).op()).value().floats();
  }

  @Test
  void proportionalOutputsAreMergedWithoutAChange() {
    int[] merged = {0};
    Cases.run(
        "twins",
        40,
        () -> merged[0] > 40,
        seed -> {
          ChannelNetwork net = ChannelNetwork.ofTwins(seed, 0.25 + (seed & 7) * 0.5);
          PassContext context = net.bare();
          Map<String, Object> options = Map.of("density", 0.67, "keep", "always");
          Graph after =
              Verifier.verify(
                  context.run(Catalogue.MERGE_NEURONS, options, net.graph()), Level.PORTABLE);
          List<Approximation> done =
              context.approximations().stream().filter(a -> a.error().isPresent()).toList();
          if (done.stream().allMatch(a -> a.error().getAsDouble() < 1e-6)) {
            merged[0] += done.size();
            net.requireSame(after);
          }
        });
  }

  @Test
  void atDensityOneNothingHappensAndACutoffOfNothingIsNothing() {
    Cases.run(
        "merges of nothing",
        20,
        seed -> {
          ChannelNetwork net = ChannelNetwork.of(seed);
          for (Map<String, Object> options :
              List.<Map<String, Object>>of(Map.of("density", 1.0), Map.of("cutoff", 0.0))) {
            PassContext context = net.bare();
            assertThat(context.run(Catalogue.MERGE_NEURONS, options, net.graph()))
                .isSameAs(net.graph());
            assertThat(context.approximations()).noneMatch(Approximation::isDone);
          }
        });
  }

  @Test
  void aCutoffMergesWhatIsAlikeAndLeavesTheRest() {
    SplittableRandom random = new SplittableRandom(1);
    TwoDense net = TwoDense.of(random, 20, 60, 5);
    for (int i = 0; i < 20; i++) {
      for (int k = 0; k < 20; k++) {
        net.first()[(40 + i) * 20 + k] =
            2 * net.first()[i * 20 + k] + 0.01f * (float) random.nextGaussian();
      }
      net.bias()[40 + i] = 2 * net.bias()[i];
    }
    int last = 60;
    for (double cutoff : new double[] {0.25, 0.5, 1}) {
      Map<String, Object> options =
          Map.of("layers", Layers.of("first"), "cutoff", cutoff, "keep", "always");
      Graph after = net.context().run(Catalogue.MERGE_NEURONS, options, net.graph());
      int width = after.find("first").orElseThrow().type().shape().size(1);
      assertThat(width).isLessThan(last);
      last = width;
    }
    assertThat(last).isLessThanOrEqualTo(40);
  }

  @Test
  void whatIsNotInProportionIsLeftAloneAndSaysWhy() {
    Graph.Builder graph = Graph.builder("Bent");
    Value x = graph.input("x", TensorType.f32(1, 3));
    Value w1 = graph.parameter("w1", TensorType.f32(4, 3));
    Value w2 = graph.parameter("w2", TensorType.f32(2, 4));
    Value h = graph.add("bend", new Tanh(), graph.add("first", new Dense(), x, w1));
    Graph net = graph.output("y", graph.add("second", new Dense(), h, w2)).build();
    SplittableRandom random = new SplittableRandom(1);
    Weights weights =
        Weights.of(
            Map.of(
                "w1",
                RandomTensors.weight(random, 4, 3),
                "w2",
                RandomTensors.weight(random, 2, 4)));
    PassContext context = new ChannelNetwork(net, weights, List.of()).bare();
    assertThat(context.run(Catalogue.MERGE_NEURONS, Map.of("width", 1), net)).isSameAs(net);
    assertThat(context.approximations())
        .extracting(Approximation::objection)
        .containsExactly(
            "bend does not keep its channels in proportion",
            "its channels are those of the output y");
  }

  @Test
  void randomNetworksVerifyAndAddUp() {
    int[] done = {0};
    Cases.run(
        "merges on random networks",
        40,
        () -> done[0] > 5,
        seed -> {
          Sample sample = RandomGraphs.sample(seed, Profile.COMPILABLE);
          Graph graph =
              ReferenceEvaluator.trace(sample.graph(), sample.weights(), sample.inputs()).graph();
          PassContext context = new ChannelNetwork(graph, sample.weights(), List.of()).bare();
          Map<String, Object> options = Map.of("density", 0.6, "keep", "always");
          Graph after =
              Verifier.verify(context.run(Catalogue.MERGE_NEURONS, options, graph), Level.PORTABLE);
          Layers.requireAddsUp(graph, after, context.approximations());
          done[0] += after == graph ? 0 : 1;
          ReferenceEvaluator.evaluate(after, sample.weights(), sample.inputs());
        });
  }
}
