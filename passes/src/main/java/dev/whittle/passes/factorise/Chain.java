package dev.whittle.passes.factorise;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Parameter;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Ops one after another that take a layer's place. The layer's bias goes to the last, or is added
 * behind it when that has no weight.
 *
 * @param bias in place of the layer's, worked out only when the chain is written; the last op has a
 *     weight then
 */
public record Chain(List<Part> parts, Optional<Supplier<Tensor>> bias) {
  public Chain {
    parts = List.copyOf(parts);
    if (bias.isPresent() && !parts.getLast().hasWeight()) {
      throw new IllegalArgumentException("a bias of its own, but no weight");
    }
  }

  /** Ops that keep the layer's bias. */
  public Chain(List<Part> parts) {
    this(parts, Optional.empty());
  }

  /** Replaces {@code node}, the layer; the last op keeps its name. */
  Patch patch(Graph graph, Node node, String pass) {
    Patch.Builder patch = Patch.of(graph, pass, "Factorise");
    Optional<Value> last = bias(node, patch);
    boolean isAdded = last.isPresent() && !parts.getLast().hasWeight();
    Value current = node.operand(0);
    for (Part part : parts) {
      boolean isLast = part == parts.getLast();
      String name = node.name() + "/" + part.suffix();
      List<Value> operands = new ArrayList<>(List.of(current));
      if (part.hasWeight()) {
        Constant weight = new Constant(part.weight().get());
        operands.add(patch.add(node, name + ".weight", weight, List.of()));
        last.filter(b -> isLast).ifPresent(operands::add);
      }
      current =
          isLast && !isAdded
              ? patch.add(node, part.op(), operands)
              : patch.add(node, name, part.op(), operands);
    }
    if (isAdded) {
      current = patch.add(node, new Add(), List.of(current, last.get()));
    }
    return patch.replace(node.value(), current).build();
  }

  private Optional<Value> bias(Node node, Patch.Builder patch) {
    return bias.map(own ->
            patch.add(
                node,
                node.name() + "/" + parts.getLast().suffix() + ".bias",
                new Constant(own.get()),
                List.of()))
        .or(() -> node.operands().size() > 2 ? Optional.of(node.operand(2)) : Optional.empty());
  }

  /** A network of nothing but this chain in {@code layer}'s place, its weights unknown. */
  Graph alone(Layer layer) {
    return alone(layer, (name, part) -> new Parameter(name, TensorType.f32(part.shape())));
  }

  /** The same with its weights, but for the bias. */
  Graph filled(Layer layer) {
    return alone(layer, (name, part) -> new Constant(part.weight().get()));
  }

  private Graph alone(Layer layer, BiFunction<String, Part, Op> weights) {
    boolean hasBias = layer.hasBias() || bias.isPresent();
    Graph.Builder graph = Graph.builder("Alone");
    Value current = graph.input("x", layer.input());
    TensorType biasType = TensorType.f32(layer.outputs());
    for (Part part : parts) {
      List<Value> operands = new ArrayList<>(List.of(current));
      if (part.hasWeight()) {
        String name = "weight" + operands.getFirst().node();
        operands.add(graph.add(name, weights.apply(name, part)));
        if (part == parts.getLast() && hasBias) {
          operands.add(graph.parameter("bias", biasType));
        }
      }
      current = graph.add("part", part.op(), operands.toArray(Value[]::new));
    }
    if (hasBias && !parts.getLast().hasWeight()) {
      current = graph.add("sum", new Add(), current, graph.parameter("bias", biasType));
    }
    return graph.output("y", current).build().bindAll(1);
  }
}
