package dev.whittle.tests.factorise;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Op;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.tests.graphs.RandomTensors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A network of one random layer, called {@code layer}. */
record RandomLayer(Graph graph, Weights weights, Map<String, Tensor> inputs) {
  private static final int LONGEST = 4;

  /** A convolution of any kind, or a dense layer. */
  static RandomLayer any(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.nextInt(3) == 0 ? dense(random) : convolution(random);
  }

  /** A layer whose results for the inputs are its weights: each input is one of the taps. */
  static RandomLayer probed(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean isDense = random.nextInt(3) == 0;
    int channels = random.nextInt(1, 9);
    int height = isDense ? 1 : random.nextInt(1, LONGEST);
    int width = isDense ? 1 : random.nextInt(1, LONGEST);
    int outputs = random.nextInt(1, 9);
    int taps = channels * height * width;
    float[] identity = new float[taps * taps];
    for (int i = 0; i < taps; i++) {
      identity[i * taps + i] = 1;
    }
    if (isDense) {
      return layer(
          new Dense(),
          Tensor.of(identity, taps, taps),
          RandomTensors.weight(random, outputs, taps),
          false,
          random);
    }
    Conv conv =
        new Conv(List.of(height, width), List.of(1, 1), List.of(0, 0, 0, 0), List.of(1, 1), 1);
    return layer(
        conv,
        Tensor.of(identity, taps, channels, height, width),
        RandomTensors.weight(random, outputs, channels, height, width),
        false,
        random);
  }

  /** A convolution with these weights, for one input of twice the kernel's size. */
  static RandomLayer of(
      SplittableRandom random, float[] weights, int outputs, int channels, int height, int width) {
    Conv conv =
        new Conv(List.of(height, width), List.of(1, 1), List.of(0, 0, 0, 0), List.of(1, 1), 1);
    return layer(
        conv,
        RandomTensors.normal(random, 1, 1, channels, 2 * height, 2 * width),
        Tensor.of(weights, outputs, channels, height, width),
        false,
        random);
  }

  /** The same layer with all weights equal. */
  RandomLayer filled(float value) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (String name : weights.names()) {
      Tensor tensor = weights.find(name).orElseThrow();
      float[] values = tensor.floats().clone();
      if (name.equals("weight")) {
        Arrays.fill(values, value);
      }
      tensors.put(name, Tensor.of(values, tensor.shape()));
    }
    return new RandomLayer(graph, Weights.of(tensors), inputs);
  }

  private static RandomLayer dense(SplittableRandom random) {
    int channels = random.nextInt(1, 40);
    return layer(
        new Dense(),
        RandomTensors.normal(random, 1, random.nextInt(1, 3), channels),
        RandomTensors.weight(random, random.nextInt(1, 40), channels),
        random.nextBoolean(),
        random);
  }

  private static RandomLayer convolution(SplittableRandom random) {
    int groups = random.nextInt(3) == 0 ? random.nextInt(2, 5) : 1;
    int channels = random.nextInt(1, 7);
    List<Integer> kernel = List.of(random.nextInt(1, LONGEST), random.nextInt(1, LONGEST));
    List<Integer> dilations = List.of(random.nextInt(1, 3), random.nextInt(1, 3));
    Conv conv =
        new Conv(
            kernel,
            List.of(random.nextInt(1, 4), random.nextInt(1, 4)),
            List.of(random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3)),
            dilations,
            groups);
    int height = dilations.get(0) * (kernel.get(0) - 1) + random.nextInt(1, 8);
    int width = dilations.get(1) * (kernel.get(1) - 1) + random.nextInt(1, 8);
    return layer(
        conv,
        RandomTensors.normal(random, 1, random.nextInt(1, 3), groups * channels, height, width),
        RandomTensors.weight(
            random, groups * random.nextInt(1, 7), channels, kernel.get(0), kernel.get(1)),
        random.nextBoolean(),
        random);
  }

  private static RandomLayer layer(
      Op op, Tensor input, Tensor weight, boolean hasBias, SplittableRandom random) {
    Map<String, Tensor> tensors = new HashMap<>(Map.of("weight", weight));
    Graph.Builder graph = Graph.builder("One");
    Shape open = Shape.of(input.shape()).with(0, Dim.of("N"));
    Value x = graph.input("x", new TensorType(ElementType.F32, open));
    Value w = graph.parameter("weight", TensorType.f32(weight.shape()));
    Value layer;
    if (hasBias) {
      tensors.put("bias", RandomTensors.normal(random, 1, weight.size(0)));
      Value bias = graph.parameter("bias", TensorType.f32(weight.size(0)));
      layer = graph.add("layer", op, x, w, bias);
    } else {
      layer = graph.add("layer", op, x, w);
    }
    return new RandomLayer(
        graph.output("y", layer).build(), Weights.of(tensors), Map.of("x", input));
  }
}
