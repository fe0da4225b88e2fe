package dev.whittle.tests.prune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.factorise.Layer;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.RandomTensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which outputs {@code prune-channels} takes. */
class ChosenOutputsTest {
  private static final Graph CHAIN =
      graph(
          """
          network Chain {
            input x: f32[N, 2, 7, 7]
            a = conv(x, 6, kernel: 3)
            left = relu(a)
            b = conv(left, 8, kernel: 3)
            right = relu(b)
            output y = conv(right, 3, kernel: 2)
          }
          """);

  private static final Graph TIED =
      graph(
          """
          network Tied {
            input x: f32[N, 2, 7, 7]
            a = conv(x, 6, kernel: 3)
            b = conv(x, 6, kernel: 3)
            sum = relu(a + b)
            output y = conv(sum, 3, kernel: 2)
          }
          """);

  private static final Graph GROUPED =
      graph(
          """
          network Grouped {
            input x: f32[N, 2, 7, 7]
            a = conv(x, 6, kernel: 3)
            left = relu(a)
            b = conv(left, 8, kernel: 3, groups: 2)
            right = relu(b)
            output y = conv(right, 3, kernel: 2)
          }
          """);

  private static Graph graph(String text) {
    return Cnn.read("Net.cnn", text, Path.of("").toAbsolutePath()).graph().orElseThrow();
  }

  private static ChannelNetwork network(Graph graph, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> tensors = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Parameter parameter) {
        tensors.put(
            parameter.name(), RandomTensors.normal(random, 0.5, node.type().shape().sizes()));
      }
    }
    List<Tensor> inputs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      inputs.add(RandomTensors.normal(random, 1, 1, 2, 7, 7));
    }
    return new ChannelNetwork(graph, Weights.of(tensors), inputs);
  }

  @Test
  void byActivationTheStrongestResponsesStay() {
    int[] others = {0};
    Cases.run(
        "kept by activation",
        20,
        seed -> {
          ChannelNetwork net = network(CHAIN, seed);
          int width = 2 + (int) (seed & 3);
          Graph after = pruned(net, Map.of("width", width, "criterion", "activation"));
          List<Integer> kept = kept(net, "a", after);
          assertThat(kept).isEqualTo(largest(responses(net, "left"), width));
          assertThat(kept(net, "b", after)).isEqualTo(largest(responses(net, "right"), width));
          others[0] += kept.equals(largest(energies(net, "a"), width)) ? 0 : 1;
        });
    assertThat(others[0]).isGreaterThan(5);
  }

  @Test
  void byPathTheWeightsThatReadAnOutputCountToo() {
    int[] others = {0};
    Cases.run(
        "kept by path",
        20,
        seed -> {
          ChannelNetwork net = network(CHAIN, seed);
          double[] path = times(energies(net, "a"), reads(net, "b"));
          List<Integer> kept = kept(net, "a", byPath(net));
          assertThat(kept).isEqualTo(largest(path, 3));
          ChannelNetwork same = passedOn(net);
          assertThat(kept(same, "a", byPath(same))).isEqualTo(kept);
          others[0] += kept.equals(largest(energies(net, "a"), 3)) ? 0 : 1;
        });
    assertThat(others[0]).isGreaterThan(5);
  }

  @Test
  void byPathAReaderOfSeveralGroupsCountsInEach() {
    Cases.run(
        "kept by path, two groups",
        20,
        seed -> {
          ChannelNetwork net = network(GROUPED, seed);
          double[] filters = energies(net, "a");
          double[] pairs =
              IntStream.range(0, 3).mapToDouble(i -> filters[i] + filters[i + 3]).toArray();
          List<Integer> expected = new ArrayList<>(largest(times(pairs, reads(net, "b")), 2));
          List.copyOf(expected).forEach(pair -> expected.add(pair + 3));
          Graph after =
              pruned(net, Map.of("layers", Layers.of("a"), "width", 4, "criterion", "path"));
          assertThat(kept(net, "a", after)).isEqualTo(expected);
        });
  }

  private static Graph byPath(ChannelNetwork net) {
    return pruned(net, Map.of("density", 0.5, "criterion", "path"));
  }

  /** The same network with every second output of {@code a} halved and what reads it doubled. */
  private static ChannelNetwork passedOn(ChannelNetwork net) {
    return changed(
        net,
        (name, shape, i) -> {
          int output = i / (name.endsWith("bias") ? 1 : shape[1] * 9);
          return switch (name) {
            case "a.weight", "a.bias" -> output % 2 == 0 ? 0.5f : 1;
            case "b.weight" -> i / 9 % shape[1] % 2 == 0 ? 2 : 1;
            default -> 1;
          };
        });
  }

  /** By what a weight is multiplied. */
  private interface Factor {
    float of(String name, int[] shape, int index);
  }

  private static ChannelNetwork changed(ChannelNetwork net, Factor factor) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (String name : net.weights().names()) {
      Tensor tensor = net.weights().find(name).orElseThrow();
      float[] values = tensor.floats().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] *= factor.of(name, tensor.shape(), i);
      }
      tensors.put(name, Tensor.of(values, tensor.shape()));
    }
    return new ChannelNetwork(net.graph(), Weights.of(tensors), net.inputs());
  }

  private static double[] times(double[] some, double[] others) {
    return IntStream.range(0, some.length).mapToDouble(i -> some[i] * others[i]).toArray();
  }

  /** Of each input of a group, the squares of all weights that read it. */
  private static double[] reads(ChannelNetwork net, String name) {
    float[][] filters = filters(net.graph(), name, net.bare());
    double[] squares = new double[filters[0].length / 9];
    for (float[] filter : filters) {
      for (int i = 0; i < filter.length; i++) {
        squares[i / 9] += (double) filter[i] * filter[i];
      }
    }
    return squares;
  }

  @Test
  void acrossTheNetworkOutputsCountRelativeToTheirLayer() {
    int[] uneven = {0};
    Cases.run(
        "across the network",
        20,
        seed -> {
          float factor = 1 + (seed & 1) * 99;
          ChannelNetwork net =
              changed(network(CHAIN, seed), (name, _, _) -> name.equals("a.weight") ? factor : 1);
          double[] a = relative(energies(net, "a"));
          double[] b = relative(energies(net, "b"));
          List<Integer> expected =
              largest(DoubleStream.concat(DoubleStream.of(a), DoubleStream.of(b)).toArray(), 8);
          Graph after =
              pruned(net, Map.of("density", 8.0 / 14, "across", "network", "criterion", "norm"));
          List<Integer> kept = new ArrayList<>(kept(net, "a", after));
          uneven[0] += kept.size() == 3 ? 0 : 1;
          kept(net, "b", after).forEach(output -> kept.add(a.length + output));
          assertThat(kept).isEqualTo(expected);
        });
    assertThat(uneven[0]).isGreaterThan(5);
  }

  @Test
  void aLayerIsLeftAloneWhenOneThatGoesWithItIsNotSelected() {
    ChannelNetwork net = network(TIED, 1);
    Map<String, Object> options =
        Map.of("layers", Layers.of("a"), "density", 0.5, "keep", "always");
    PassContext context = net.bare();
    assertThat(context.run(Catalogue.PRUNE_CHANNELS, options, net.graph())).isSameAs(net.graph());
    assertThat(context.approximations())
        .singleElement()
        .satisfies(line -> assertThat(line.layer()).isEqualTo("a"))
        .extracting(Approximation::objection)
        .isEqualTo("its channels go with those of b, which is not selected");
    assertThat(kept(net, "a", pruned(net, Map.of("density", 0.5)))).hasSize(3);
  }

  private static Graph pruned(ChannelNetwork net, Map<String, Object> own) {
    Map<String, Object> options = new HashMap<>(own);
    options.put("positions", 1 << 20);
    options.put("keep", "always");
    return net.context().run(Catalogue.PRUNE_CHANNELS, options, net.graph());
  }

  /** The mean of each channel of a value that is nowhere negative. */
  private static double[] responses(ChannelNetwork net, String name) {
    double[] sums = new double[net.graph().find(name).orElseThrow().type().shape().size(1)];
    for (Tensor input : net.inputs()) {
      Evaluation run = ReferenceEvaluator.trace(net.graph(), net.weights(), Map.of("x", input));
      float[] values = run.value(run.graph().find(name).orElseThrow().value()).floats();
      for (int i = 0; i < values.length; i++) {
        sums[i * sums.length / values.length] += values[i];
      }
    }
    return sums;
  }

  private static double[] energies(ChannelNetwork net, String name) {
    float[][] filters = filters(net.graph(), name, net.bare());
    double[] energies = new double[filters.length];
    for (int i = 0; i < filters.length; i++) {
      for (float weight : filters[i]) {
        energies[i] += (double) weight * weight;
      }
    }
    return energies;
  }

  private static double[] relative(double[] numbers) {
    double mean = DoubleStream.of(numbers).average().orElseThrow();
    return DoubleStream.of(numbers).map(number -> number / mean).toArray();
  }

  private static List<Integer> largest(double[] numbers, int count) {
    return IntStream.range(0, numbers.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -numbers[i]))
        .limit(count)
        .sorted()
        .toList();
  }

  /** The outputs of a layer that are left, told by their biases. */
  private static List<Integer> kept(ChannelNetwork net, String name, Graph after) {
    PassContext context = net.bare();
    List<Float> biases = biases(net.graph(), name, context);
    return biases(after, name, context).stream().map(biases::indexOf).toList();
  }

  private static List<Float> biases(Graph graph, String name, PassContext context) {
    Graph bound = graph.bindAll(1);
    float[] biases =
        Layer.known(bound, bound.find(name).orElseThrow().operand(2), context)
            .orElseThrow()
            .floats();
    return IntStream.range(0, biases.length).mapToObj(i -> biases[i]).toList();
  }

  private static float[][] filters(Graph graph, String name, PassContext context) {
    Graph bound = graph.bindAll(1);
    Layer layer = Layer.of(bound, bound.find(name).orElseThrow(), context).orElseThrow();
    float[] weights = layer.weights().get();
    float[][] filters = new float[layer.sizes().getFirst()][];
    int each = weights.length / filters.length;
    for (int i = 0; i < filters.length; i++) {
      filters[i] = Arrays.copyOfRange(weights, i * each, (i + 1) * each);
    }
    return filters;
  }
}
