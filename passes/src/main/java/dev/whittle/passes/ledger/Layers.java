package dev.whittle.passes.ledger;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Span;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Reorder;
import dev.whittle.passes.Kernels;
import dev.whittle.passes.Operators;
import dev.whittle.passes.Target;
import dev.whittle.passes.cost.Costs;
import dev.whittle.passes.cost.StepTimes;
import dev.whittle.passes.cost.Stored;
import dev.whittle.runtime.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the layers of a planned graph. */
final class Layers {
  private final Graph graph;
  private final Map<String, Step> steps;
  private final Map<Integer, Integer> positions = new HashMap<>();
  private final Set<Op> counted = new HashSet<>();
  private long parameters;
  private long weightBytes;

  private Layers(Graph graph, List<Step> steps) {
    this.graph = graph;
    this.steps = steps.stream().collect(Collectors.toMap(Step::name, s -> s));
  }

  static List<Layer> of(Graph planned, List<Step> steps, Kernels kernels, Target target) {
    Layers layers = new Layers(planned, steps);
    List<Layer> list = new ArrayList<>();
    for (Node node : planned.nodes()) {
      if (!Stored.isStored(planned, node)) {
        layers.positions.put(node.id(), list.size());
        list.add(layers.layer(node, StepTimes.of(planned, node, kernels, target)));
      }
    }
    return list;
  }

  /** {@code File.cnn:12}; empty for what was not written in a file. */
  static String place(Span span) {
    return span.line() == 0 ? "" : file(span) + ":" + span.line();
  }

  /** The file's name without its folder. */
  static String file(Span span) {
    return span.file().substring(span.file().lastIndexOf('/') + 1);
  }

  private Layer layer(Node node, double predicted) {
    parameters = 0;
    weightBytes = 0;
    Set<Integer> reads = new LinkedHashSet<>();
    for (Value operand : node.operands()) {
      Node producer = graph.node(operand);
      if (Stored.isStored(graph, producer)) {
        count(producer);
      } else {
        reads.add(positions.get(producer.id()));
      }
    }
    Step step = steps.get(node.name());
    return new Layer(
        node.name(),
        Operators.text(node.op()),
        switch (node.op()) {
          case Lowered lowered -> lowered.algorithm();
          case Reorder _ -> step == null ? Lowered.VIEW : "reorder";
          default -> "";
        },
        switch (node.op()) {
          case Lowered lowered -> lowered.layout().text();
          case Reorder reorder -> reorder.to().text();
          default -> "";
        },
        step == null ? "" : step.kernel(),
        node.type().toString(),
        place(node.origin().span()),
        List.copyOf(reads),
        parameters,
        weightBytes,
        Costs.of(graph, node),
        node.types().stream().mapToLong(TensorType::bytes).sum(),
        predicted,
        OptionalDouble.empty());
  }

  private void count(Node stored) {
    if (!stored.operands().isEmpty()) {
      stored.operands().forEach(v -> count(graph.node(v)));
    } else if (counted.add(stored.op())) {
      parameters += stored.type().shape().elementCount();
      weightBytes += stored.type().bytes();
    }
  }
}
