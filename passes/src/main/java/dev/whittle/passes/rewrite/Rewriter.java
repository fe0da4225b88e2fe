package dev.whittle.passes.rewrite;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.select.Selection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Applies rules until none applies any more.
 *
 * <p>Nodes are visited in order, rules tried in order; what a patch adds is visited next. Sweeps
 * repeat until one changes nothing.
 */
public record Rewriter(String pass, List<Rule> rules) {
  /** More patches per node than any terminating set of rules needs. */
  private static final int PATCHES_PER_NODE = 64;

  public Rewriter {
    rules = List.copyOf(rules);
  }

  /** Rewrites wherever a rule applies; see {@link #run(Graph, PassContext, Selection)}. */
  public Graph run(Graph graph, PassContext context) {
    return run(graph, context, Selection.ALL);
  }

  /**
   * The graph in which no rule applies at the nodes selected and those that read them, or the one
   * reached when the context's limit ends the rewriting.
   *
   * @throws IllegalStateException when the rules seem to go round in circles, or when one makes a
   *     patch that does not fit; the message names the rule and the node
   */
  public Graph run(Graph graph, PassContext context, Selection selection) {
    long most = (long) PATCHES_PER_NODE * (graph.nodes().size() + 16);
    Graph current = graph;
    boolean changed = true;
    while (changed && context.mayPatch()) {
      changed = false;
      Deque<Integer> pending = new ArrayDeque<>(current.nodes().stream().map(Node::id).toList());
      while (!pending.isEmpty() && context.mayPatch()) {
        int id = pending.pop();
        Optional<Patch> patch =
            current.contains(id) && selection.reaches(current, current.node(id))
                ? match(current, current.node(id), context)
                : Optional.empty();
        if (patch.isPresent()) {
          current = context.apply(current, patch.get());
          patch.get().added().reversed().forEach(n -> pending.push(n.id()));
          changed = true;
          if (most-- == 0) {
            throw new IllegalStateException(patch.get().label() + " goes round in circles");
          }
        }
      }
    }
    return current;
  }

  private Optional<Patch> match(Graph graph, Node node, PassContext context) {
    for (Rule rule : rules) {
      try {
        Optional<Patch> patch = rule.apply(new Site(graph, node, context, pass, rule.name()));
        if (patch.isPresent()) {
          return patch;
        }
      } catch (RuntimeException e) {
        throw new IllegalStateException(
            "%s/%s failed at %s: %s".formatted(pass, rule.name(), node.name(), e.getMessage()), e);
      }
    }
    return Optional.empty();
  }
}
