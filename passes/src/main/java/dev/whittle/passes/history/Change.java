package dev.whittle.passes.history;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.passes.Operators;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one patch did, by names.
 *
 * @param gone for every node that went, in order, the nodes it became part of
 * @param operators what each of these is
 */
record Change(String patch, Map<String, List<String>> gone, Map<String, String> operators) {
  static Change of(Graph before, Patch patch, Graph after) {
    Map<String, List<String>> gone = new LinkedHashMap<>();
    Map<String, String> operators = new HashMap<>();
    Map<Integer, Set<Node>> known = new HashMap<>();
    for (Node node : before.nodes()) {
      if (!after.contains(node.id())) {
        Set<Node> heirs = heirs(node, before, patch, after, known);
        gone.put(node.name(), heirs.stream().map(Node::name).toList());
        heirs.forEach(heir -> operators.put(heir.name(), operator(heir)));
      }
    }
    return new Change(patch.label(), gone, operators);
  }

  /** What {@code node} is, for people: its operator, or that it is a weight. */
  static String operator(Node node) {
    return Operators.text(node.op());
  }

  /** What this patch did to the node called {@code name}; nothing when it left it alone. */
  Optional<Event> event(String name) {
    List<String> heirs = gone.get(name);
    List<String> others = into(name);
    if (heirs == null) {
      return others.isEmpty()
          ? Optional.empty()
          : Optional.of(event(Event.Kind.EXTENDED, name, others));
    }
    if (heirs.isEmpty()) {
      return Optional.of(new Event(patch, Event.Kind.REMOVED, "", "", List.of()));
    }
    if (heirs.contains(name)) {
      return Optional.of(event(Event.Kind.REWRITTEN, name, others));
    }
    return Optional.of(event(Event.Kind.MERGED, heirs.getFirst(), heirs.subList(1, heirs.size())));
  }

  /** Other nodes that became part of {@code name} and of nothing else. */
  List<String> into(String name) {
    List<String> others = new ArrayList<>();
    gone.forEach((other, heirs) -> {
      if (!other.equals(name) && heirs.equals(List.of(name))) {
        others.add(other);
      }
    });
    return others;
  }

  private Event event(Event.Kind kind, String name, List<String> others) {
    return new Event(patch, kind, name, operators.get(name), others);
  }

  /**
   * The nodes that took over: those that make what is read instead of {@code node}'s results, else
   * those that took over for its readers, which went as well.
   */
  private static Set<Node> heirs(
      Node node, Graph before, Patch patch, Graph after, Map<Integer, Set<Node>> known) {
    Set<Node> found = known.get(node.id());
    if (found != null) {
      return found;
    }
    Set<Node> heirs = new LinkedHashSet<>();
    for (int i = 0; i < node.types().size(); i++) {
      Value value = node.result(i);
      while (patch.replacements().containsKey(value)) {
        value = patch.replacements().get(value);
      }
      if (after.contains(value.node())) {
        heirs.add(after.node(value));
      }
    }
    if (heirs.isEmpty()) {
      for (Node reader : before.users(node)) {
        if (!after.contains(reader.id())) {
          heirs.addAll(heirs(reader, before, patch, after, known));
        }
      }
    }
    known.put(node.id(), heirs);
    return heirs;
  }
}
