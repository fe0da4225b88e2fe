package dev.whittle.tests.calibrate;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Dim;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Relu;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.ledger.Data;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.tests.graphs.RandomTensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A network of two random convolutions, {@code a} and {@code b}, each with a ReLU or without. */
record TwoLayers(Graph graph, Weights weights, List<Tensor> inputs) {
  static TwoLayers of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int channels = random.nextInt(1, 5);
    Map<String, Tensor> tensors = new HashMap<>();
    Graph.Builder graph = Graph.builder("Two");
    int size = random.nextInt(8, 13);
    Value x =
        graph.input(
            "x",
            new TensorType(
                ElementType.F32, Shape.of(1, channels, size, size).with(0, Dim.of("N"))));
    Value a = layer(graph, "a", x, channels, random.nextInt(2, 9), random, tensors);
    Value b =
        layer(graph, "b", a, graph.type(a).shape().size(1), random.nextInt(2, 9), random, tensors);
    List<Tensor> inputs = new ArrayList<>();
    for (int i = random.nextInt(6, 12); i > 0; i--) {
      inputs.add(RandomTensors.normal(random, 1, 1, channels, size, size));
    }
    return new TwoLayers(graph.output("y", b).build(), Weights.of(tensors), inputs);
  }

  private static Value layer(
      Graph.Builder graph,
      String name,
      Value x,
      int channels,
      int filters,
      SplittableRandom random,
      Map<String, Tensor> tensors) {
    List<Integer> kernel = List.of(random.nextInt(1, 4), random.nextInt(1, 4));
    Conv conv =
        new Conv(
            kernel,
            List.of(random.nextInt(1, 3), random.nextInt(1, 3)),
            List.of(random.nextInt(2), random.nextInt(2), random.nextInt(2), random.nextInt(2)),
            List.of(1, 1),
            1);
    List<Value> operands = new ArrayList<>(List.of(x));
    tensors.put(
        name + ".weight",
        RandomTensors.weight(random, filters, channels, kernel.get(0), kernel.get(1)));
    operands.add(
        graph.parameter(
            name + ".weight", TensorType.f32(filters, channels, kernel.get(0), kernel.get(1))));
    if (random.nextBoolean()) {
      tensors.put(name + ".bias", RandomTensors.normal(random, 1, filters));
      operands.add(graph.parameter(name + ".bias", TensorType.f32(filters)));
    }
    Value y = graph.add(name, conv, operands.toArray(Value[]::new));
    return random.nextInt(3) > 0 ? graph.add(name + "/relu", new Relu(), y) : y;
  }

  Data data() {
    return new Data(
        inputs.size() + " random inputs",
        inputs.size(),
        item -> Map.of("x", inputs.get(item)),
        List.of());
  }

  /** A context with the inputs to calibrate on. */
  PassContext context() {
    return bare().calibrated(Optional.of(data()));
  }

  /** A context without. */
  PassContext bare() {
    return PassContext.of(new Target(4, 1), new Schedules(), new CompilingExecutor(), weights);
  }
}
