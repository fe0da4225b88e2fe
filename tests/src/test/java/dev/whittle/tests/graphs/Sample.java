package dev.whittle.tests.graphs;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A random network with weights and one set of inputs. {@code RandomGraphs.sample(seed, steps,
 * profile)} makes it again.
 */
public record Sample(
    long seed,
    int steps,
    RandomGraphs.Profile profile,
    Graph graph,
    Weights weights,
    Map<String, Tensor> inputs) {

  /** True when the network leaves its batch open. */
  public boolean isSymbolic() {
    return graph.inputs().stream().anyMatch(n -> !n.type().shape().isConcrete());
  }

  /** Other inputs, of {@code batch} images where the network leaves the batch open. */
  public Map<String, Tensor> inputs(int batch) {
    SplittableRandom random = new SplittableRandom(31 * seed + batch);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Node node : graph.inputs()) {
      tensors.put(node.name(), RandomTensors.normal(random, 1, sizes(node.type(), batch)));
    }
    return tensors;
  }

  private static int[] sizes(TensorType type, int batch) {
    Shape shape = type.shape();
    return shape.dims().stream()
        .mapToInt(dim ->
            switch (dim) {
              case Dim.Fixed(int size) -> size;
              case Dim.Symbol _ -> batch;
            })
        .toArray();
  }

  /** The call that makes this sample, and its network line by line. */
  @Override
  public String toString() {
    return graph.nodes().stream()
        .map(n ->
            "  %s = %s %s -> %s"
                .formatted(
                    n.name(),
                    n.op(),
                    n.operands().stream().map(v -> operand(v)).toList(),
                    n.types()))
        .collect(
            Collectors.joining(
                "\n",
                "RandomGraphs.sample(%dL, %d, Profile.%s)\n".formatted(seed, steps, profile),
                "\n  outputs "
                    + graph.outputs().stream()
                        .map(o -> o.name() + " = " + operand(o.value()))
                        .toList()));
  }

  private String operand(Value value) {
    Node node = graph.node(value);
    return node.types().size() == 1 ? node.name() : node.name() + "." + value.index();
  }
}
