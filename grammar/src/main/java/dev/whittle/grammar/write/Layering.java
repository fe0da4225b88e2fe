package dev.whittle.grammar.write;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the layers: convolutions, dense layers and normalisations that alone read their parameters,
 * whose names and types are those that the language would give them.
 */
final class Layering {
  private record Call(String function, Map<String, Object> arguments, List<TensorType> weights) {}

  private final Graph graph;
  private final Map<String, Integer> uses = new HashMap<>();

  Layering(Graph graph) {
    this.graph = graph;
    for (Node node : graph.nodes()) {
      for (Value operand : node.operands()) {
        if (graph.node(operand).op() instanceof Parameter(String name, TensorType _)) {
          uses.merge(name, 1, Integer::sum);
        }
      }
      if (node.op() instanceof Parameter(String name, TensorType _)) {
        uses.merge(
            name,
            graph.isOutput(node.value()) || graph.users(node).isEmpty() ? 2 : 0,
            Integer::sum);
      }
    }
  }

  /** {@code node} as a layer, when it is one. */
  Optional<Step> layer(Node node) {
    Optional<Call> found =
        switch (node.op()) {
          case Conv conv -> Optional.of(convolution(node, conv));
          case Dense _ -> Optional.of(dense(node));
          case BatchNorm norm -> Optional.of(normalisation(node, norm));
          default -> Optional.empty();
        };
    List<String> roles =
        node.op() instanceof BatchNorm
            ? List.of("scale", "shift", "mean", "variance")
            : List.of("weight", "bias").subList(0, Math.clamp(node.operands().size() - 1, 0, 2));
    return found.flatMap(
        call -> path(node, roles, call.weights()).map(path -> step(node, call, path)));
  }

  private Step step(Node node, Call call, String path) {
    return new Step(
        node.id(),
        call.function(),
        List.of(node.operand(0)),
        call.arguments(),
        true,
        Optional.of(path),
        node.name(),
        1,
        node.origin().documentation());
  }

  /** What comes before the dot in the names of a node's parameters. */
  private Optional<String> path(Node node, List<String> roles, List<TensorType> types) {
    Optional<String> path = Optional.empty();
    for (int i = 0; i < roles.size(); i++) {
      Op operand = graph.node(node.operand(i + 1)).op();
      String ending = "." + roles.get(i);
      if (!(operand instanceof Parameter(String name, TensorType type))
          || uses.get(name) != 1
          || !type.equals(types.get(i))
          || !name.endsWith(ending)) {
        return Optional.empty();
      }
      String stem = name.substring(0, name.length() - ending.length());
      if (stem.isEmpty() || stem.startsWith(".") || i > 0 && !path.get().equals(stem)) {
        return Optional.empty();
      }
      path = Optional.of(stem);
    }
    return path;
  }

  private Call convolution(Node node, Conv conv) {
    TensorType x = graph.type(node.operand(0));
    int inputs = x.shape().size(1);
    int outputs = graph.type(node.operand(1)).shape().size(0);
    int spatial = x.rank() - 2;
    List<Dim> shape = new ArrayList<>(List.of(Dim.of(outputs), Dim.of(inputs / conv.groups())));
    conv.kernel().forEach(k -> shape.add(Dim.of(k)));
    boolean isDepthwise = conv.groups() == inputs && inputs > 1;
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (!isDepthwise) {
      arguments.put("channels", outputs);
    }
    arguments.putAll(Arguments.of(conv, spatial));
    if (isDepthwise) {
      arguments.remove("groups");
      arguments.put("multiplier", outputs / inputs);
    }
    arguments.put("bias", node.operands().size() == 3);
    return new Call(
        isDepthwise ? "depthwise_conv" : "conv", arguments, weights(x, new Shape(shape), outputs));
  }

  private Call dense(Node node) {
    TensorType x = graph.type(node.operand(0));
    Shape weight = graph.type(node.operand(1)).shape();
    Map<String, Object> arguments = new LinkedHashMap<>();
    boolean isMatrix = weight.rank() == 2 && x.rank() == 2 && x.shape().dim(1) instanceof Dim.Fixed;
    arguments.put("units", isMatrix ? weight.size(0) : 0);
    arguments.put("bias", node.operands().size() == 3);
    return new Call(
        "dense",
        arguments,
        isMatrix
            ? weights(x, Shape.of(weight.size(0), x.shape().size(1)), weight.size(0))
            : List.of(x, x));
  }

  private Call normalisation(Node node, BatchNorm norm) {
    TensorType x = graph.type(node.operand(0));
    TensorType statistic = new TensorType(x.element(), Shape.of(x.shape().size(1)));
    return new Call(
        "batch_norm",
        Arguments.of(norm, x.rank() - 2),
        List.of(statistic, statistic, statistic, statistic));
  }

  private static List<TensorType> weights(TensorType x, Shape weight, int outputs) {
    return List.of(
        new TensorType(x.element(), weight), new TensorType(x.element(), Shape.of(outputs)));
  }
}
