package dev.whittle.passes.prune;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.passes.Approximation.Burden;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassOption;
import dev.whittle.passes.PassOption.Type;
import dev.whittle.passes.factorise.Burdens;
import dev.whittle.passes.factorise.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether it pays that layers lose channels, themselves and those that read them. */
final class Keep {
  static final PassOption OPTION =
      new PassOption(
              "keep",
              Type.TEXT,
              "faster",
              "Which removals are done: those that make layers and their readers faster by the"
                  + " times of the best kernels, predicted or known, or smaller, or all, always.")
          .among(List.of("faster", "smaller", "always"));

  private Keep() {}

  /** Why {@code after} is not wanted in the place of {@code before}; nothing when it is. */
  static Optional<String> objection(Graph before, Graph after, PassContext context) {
    if (!context.option(OPTION, String.class).equals("faster")) {
      return Optional.empty();
    }
    List<Burden> was = new ArrayList<>();
    List<Burden> is = new ArrayList<>();
    for (Map.Entry<String, Layer> entry : changed(before, after, context).entrySet()) {
      was.add(burden(before, entry.getKey(), context));
      is.add(Burdens.of(entry.getValue(), context));
    }
    return Burden.areFaster(is, was)
        ? Optional.empty()
        : Optional.of("not faster with the best kernels");
  }

  /** The layers of {@code after} that have other sizes than in {@code before}, by name. */
  static Map<String, Layer> changed(Graph before, Graph after, PassContext context) {
    Graph old = before.bindAll(1);
    Graph bound = after.bindAll(1);
    Map<String, Layer> changed = new LinkedHashMap<>();
    for (Node node : bound.nodes()) {
      Optional<Layer> layer = Layer.of(bound, node, context);
      Optional<Layer> was = old.find(node.name()).flatMap(found -> Layer.of(old, found, context));
      if (layer.isPresent()
          && was.isPresent()
          && !(was.get().sizes().equals(layer.get().sizes())
              && was.get().input().equals(layer.get().input()))) {
        changed.put(node.name(), layer.get());
      }
    }
    return changed;
  }

  /** What the layer called {@code name} costs. */
  static Burden burden(Graph graph, String name, PassContext context) {
    Graph bound = graph.bindAll(1);
    Layer layer = Layer.of(bound, bound.find(name).orElseThrow(), context).orElseThrow();
    return Burdens.of(layer, context);
  }
}
