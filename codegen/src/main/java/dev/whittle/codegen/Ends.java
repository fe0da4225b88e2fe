package dev.whittle.codegen;

import dev.whittle.codegen.schedule.Schedule;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Graph;
import dev.whittle.ir.MemoryPlan;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.Placement;
import dev.whittle.ir.Shape;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Reorder;
import dev.whittle.runtime.Step;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The inputs and outputs of a planned graph that may lie in a caller's array, by value, as the
 * indices of their ports.
 *
 * <p>An input does when every step that reads it stays inside and reads no other such input, and no
 * view makes it a part of another value. An output does when one step that stays inside writes it
 * and nothing reads it.
 */
record Ends(Map<Value, Integer> inputs, Map<Value, Integer> outputs) {
  static Ends of(Graph graph) {
    MemoryPlan memory = graph.memory().orElseThrow();
    Map<Value, Integer> inputs = new HashMap<>();
    Set<Node> readers = new HashSet<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Value value = graph.inputs().get(i).value();
      List<Node> users = graph.users(graph.node(value));
      if (isDense(graph, memory, value)
          && !graph.isOutput(value)
          && users.stream().allMatch(u -> staysInside(memory, u) && !readers.contains(u))) {
        inputs.put(value, i);
        readers.addAll(users);
      }
    }
    Map<Value, Integer> outputs = new HashMap<>();
    List<Output> ports = graph.outputs();
    for (int i = 0; i < ports.size(); i++) {
      Value value = ports.get(i).value();
      Node writer = graph.node(value);
      if (isDense(graph, memory, value)
          && graph.useCount(value) == 1
          && writer.types().size() == 1
          && staysInside(memory, writer)) {
        outputs.put(value, i);
      }
    }
    return new Ends(inputs, outputs);
  }

  /** The input port that {@code node} reads, or {@link Step#NONE}. */
  int reads(Node node) {
    return node.operands().stream()
        .filter(inputs::containsKey)
        .map(inputs::get)
        .findFirst()
        .orElse(Step.NONE);
  }

  /** The output port that {@code node} writes, or {@link Step#NONE}. */
  int writes(Node node) {
    return outputs.getOrDefault(node.value(), Step.NONE);
  }

  private static boolean staysInside(MemoryPlan memory, Node node) {
    Map<Value, Placement> places = memory.placements();
    return switch (node.op()) {
      case Reorder reorder -> !places.get(node.value()).equals(places.get(node.operand(0)));
      case Lowered lowered ->
          !lowered.isView()
              && Schedules.find(lowered.algorithm()).filter(Schedule::staysInside).isPresent();
      default -> false;
    };
  }

  /** Whether a value's images follow each other without gaps in the arena, as outside. */
  private static boolean isDense(Graph graph, MemoryPlan memory, Value value) {
    Placement place = memory.placements().get(value);
    Shape shape = graph.type(value).shape();
    if (place == null || place.space() != Placement.Space.ARENA) {
      return false;
    }
    return shape.rank() < 2 || (long) place.batchStride() * shape.size(0) == shape.elementCount();
  }
}
