package dev.whittle.cli.hwbench;

import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Relu;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.passes.Zeros;
import dev.whittle.passes.lower.ChooseKernels;
import dev.whittle.runtime.Columns;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Layout;
import java.util.List;

/**
 * A layer with bias and relu whose weight may have zeros.
 *
 * @param size height and width of the map, 0 for a dense layer
 * @param kernel height and width
 */
record ThinnedLayer(int inputs, int outputs, int size, int kernel) {
  private static final String NODE = "layer";

  /** Layers of VGG16, LeNet, ResNet-50 and AlexNet, dense ones first. */
  static final List<ThinnedLayer> ALL =
      List.of(
          new ThinnedLayer(4096, 4096, 0, 1),
          new ThinnedLayer(800, 500, 0, 1),
          new ThinnedLayer(64, 64, 56, 3),
          new ThinnedLayer(128, 128, 28, 3),
          new ThinnedLayer(64, 192, 27, 5),
          new ThinnedLayer(1024, 256, 14, 1));

  private boolean isDense() {
    return size == 0;
  }

  String name() {
    return isDense()
        ? "dense %d-%d".formatted(inputs, outputs)
        : "%dx%d %d-%d @%d".formatted(kernel, kernel, inputs, outputs, size);
  }

  private Op op() {
    int pad = kernel / 2;
    return isDense()
        ? new Dense()
        : new Conv(
            List.of(kernel, kernel), List.of(1, 1), List.of(pad, pad, pad, pad), List.of(1, 1), 1);
  }

  private int[] weight() {
    return isDense() ? new int[] {outputs, inputs} : new int[] {outputs, inputs, kernel, kernel};
  }

  /** The layer as a network of one step whose kernel is open. */
  Graph graph(int batch) {
    Graph.Builder graph = Graph.builder("thinned");
    Value x = graph.input("x", isDense() ? type(batch, inputs) : type(batch, inputs, size, size));
    Value weights = graph.parameter("weight", type(weight()));
    Value bias = graph.parameter("bias", type(outputs));
    Layout map = isDense() ? Layout.parse("NC") : Layout.NCHW;
    Layout kernels = Layout.parse(isDense() ? "OI" : "OIHW");
    Lowered open =
        new Lowered(
            op(),
            Lowered.OPEN,
            List.of(map, kernels, Layout.parse("C")),
            map,
            List.of(new Epilogue.Apply(new Relu())));
    return graph.output("y", graph.add(NODE, open, x, weights, bias)).build();
  }

  static Node node(Graph graph) {
    return graph.find(NODE).orElseThrow();
  }

  /** Kernels for a weight without zeros whose sums are those of the layer. */
  static List<Candidate> dense(Graph graph, Target target) {
    Node node = node(graph);
    return new Schedules()
        .candidates(op(node), graph.operandTypes(node), node.types(), target).stream()
            .filter(c -> c.error() <= ChooseKernels.MOST_ERROR)
            .toList();
  }

  /** Kernels for a weight of which this share of columns has values, in blocks of any size. */
  static List<Candidate> sparse(Graph graph, double density, Target target) {
    Node node = node(graph);
    List<TensorType> operands = graph.operandTypes(node);
    int[] shape = operands.get(1).shape().sizes();
    Zeros zeros = block -> (int) Math.round(density * Columns.all(block, shape));
    return new Schedules().sparse(op(node), operands, node.types(), zeros, target);
  }

  private static Op op(Node node) {
    return ((Lowered) node.op()).op();
  }

  private static TensorType type(int... sizes) {
    return new TensorType(ElementType.F32, Shape.of(sizes));
  }
}
