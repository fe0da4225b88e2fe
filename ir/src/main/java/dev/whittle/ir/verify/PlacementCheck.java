package dev.whittle.ir.verify;

import dev.whittle.ir.Graph;
import dev.whittle.ir.MemoryPlan;
import dev.whittle.ir.Node;
import dev.whittle.ir.Placement;
import dev.whittle.ir.Placement.Space;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Reorder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every value has a place inside the right space, and weights do not overlap. */
final class PlacementCheck {
  private final Graph graph;
  private final MemoryPlan plan;
  private final Set<Integer> stored = new HashSet<>();
  private final TreeMap<Integer, Node> weights = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  private PlacementCheck(Graph graph) {
    this.graph = graph;
    this.plan = graph.memory().orElseThrow();
  }

  static List<String> problems(Graph graph) {
    PlacementCheck check = new PlacementCheck(graph);
    for (Node node : graph.nodes()) {
      if (check.isStored(node)) {
        check.stored.add(node.id());
      }
    }
    for (Node node : graph.nodes()) {
      for (int i = 0; i < node.types().size(); i++) {
        check.value(node, node.result(i));
      }
    }
    check.weightsApart();
    check.ports();
    return check.problems;
  }

  /** The place of {@code value}, which must have one. */
  static Place place(Graph graph, Value value) {
    Node node = graph.node(value);
    Placement placement = graph.memory().orElseThrow().placements().get(value);
    return new Place(graph.type(value), LevelCheck.layout(node), placement);
  }

  /** True for parameters, constants and what is made of them when the model is loaded. */
  private boolean isStored(Node node) {
    Placement placement = plan.placements().get(node.value());
    return switch (node.op()) {
      case Parameter _, Constant _ -> true;
      case Input _ -> false;
      default ->
          (placement == null || placement.space() == Space.WEIGHTS)
              && node.operands().stream().allMatch(v -> stored.contains(v.node()));
    };
  }

  private void value(Node node, Value value) {
    Placement placement = plan.placements().get(value);
    if (placement == null) {
      if (!stored.contains(node.id()) || isRead(value)) {
        problems.add(node.name() + ": has no place");
      }
      return;
    }
    Place place = place(graph, value);
    int room =
        switch (placement.space()) {
          case ARENA -> plan.arenaFloats();
          case WEIGHTS -> plan.weightsFloats();
        };
    if (!place.isSound() || place.end() > room) {
      problems.add(
          "%s: %s reaches to %d of the %d floats there are"
              .formatted(node.name(), placement, place.end(), room));
    } else if (placement.space() == Space.WEIGHTS && !stored.contains(node.id())) {
      problems.add(node.name() + ": is computed but lies among the weights");
    } else if (placement.space() == Space.WEIGHTS && !isView(node)) {
      weights.merge(
          place.start(),
          node,
          (one, other) -> {
            problems.add("%s: lies where %s does".formatted(other.name(), one.name()));
            return one;
          });
    }
  }

  private boolean isRead(Value value) {
    return graph.isOutput(value)
        || graph.users(graph.node(value)).stream()
            .filter(u -> u.operands().contains(value))
            .anyMatch(u -> !(u.op() instanceof Reorder && stored.contains(u.id())));
  }

  private void weightsApart() {
    Map.Entry<Integer, Node> before = null;
    for (Map.Entry<Integer, Node> entry : weights.entrySet()) {
      if (before != null && place(graph, before.getValue().value()).end() > entry.getKey()) {
        problems.add(
            "%s: overlaps %s among the weights"
                .formatted(entry.getValue().name(), before.getValue().name()));
      }
      before = entry;
    }
  }

  private void ports() {
    List<Value> ports = new ArrayList<>();
    graph.inputs().forEach(n -> ports.add(n.value()));
    graph.outputs().forEach(o -> ports.add(o.value()));
    for (Value port : ports) {
      if (plan.placements().containsKey(port) && !place(graph, port).isDense()) {
        problems.add(graph.node(port).name() + ": is copied in or out but has gaps");
      }
    }
  }

  private static boolean isView(Node node) {
    return node.op() instanceof Lowered lowered && lowered.isView();
  }
}
