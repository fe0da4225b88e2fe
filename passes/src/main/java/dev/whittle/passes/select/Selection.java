package dev.whittle.passes.select;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import java.util.Optional;
import java.util.Set;

/**
 * Layers selected in a graph, by name: rewriting keeps the name of what it replaces.
 *
 * @param names absent when everything is selected
 */
public record Selection(Optional<Set<String>> names) {
  /** Everything. */
  public static final Selection ALL = new Selection(Optional.empty());

  public Selection {
    names = names.map(Set::copyOf);
  }

  public boolean has(Node node) {
    return names.map(n -> n.contains(node.name())).orElse(true);
  }

  /** True for the nodes selected and those that read one. */
  public boolean reaches(Graph graph, Node node) {
    return has(node) || node.operands().stream().anyMatch(v -> has(graph.node(v)));
  }
}
