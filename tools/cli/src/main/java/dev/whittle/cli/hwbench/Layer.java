package dev.whittle.cli.hwbench;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Relu;
import dev.whittle.runtime.ElementType;
import java.util.List;

/**
 * A convolution with bias and relu.
 *
 * @param name by which reports call it
 * @param kernel height and width
 * @param pads on each of the four sides
 */
record Layer(
    String name,
    int inputs,
    int outputs,
    int height,
    int width,
    List<Integer> kernel,
    int stride,
    int pads,
    int groups) {
  Layer {
    kernel = List.copyOf(kernel);
  }

  /** A square kernel over a square map, padded to keep the map's size where the stride is 1. */
  static Layer square(String name, int inputs, int outputs, int size, int kernel, int stride) {
    return new Layer(
        name, inputs, outputs, size, size, List.of(kernel, kernel), stride, kernel / 2, 1);
  }

  /** A depthwise 3x3 kernel. */
  static Layer depthwise(String name, int channels, int size, int stride) {
    return new Layer(name, channels, channels, size, size, List.of(3, 3), stride, 1, channels);
  }

  /** The layer as a network. */
  Graph graph(int batch) {
    Graph.Builder graph = Graph.builder(name);
    Value x = graph.input("x", type(batch, inputs, height, width));
    Value weight =
        graph.parameter(
            "weight", type(outputs, inputs / groups, kernel.getFirst(), kernel.getLast()));
    Value bias = graph.parameter("bias", type(outputs));
    boolean isSquare = kernel.getFirst().equals(kernel.getLast());
    List<Integer> margins =
        isSquare
            ? List.of(pads, pads, pads, pads)
            : List.of(
                kernel.getFirst() / 2,
                kernel.getLast() / 2,
                kernel.getFirst() / 2,
                kernel.getLast() / 2);
    Conv conv = new Conv(kernel, List.of(stride, stride), margins, List.of(1, 1), groups);
    Value sum = graph.add("conv", conv, x, weight, bias);
    return graph.output("y", graph.add("relu", new Relu(), sum)).build();
  }

  private static TensorType type(int... sizes) {
    return new TensorType(ElementType.F32, Shape.of(sizes));
  }
}
