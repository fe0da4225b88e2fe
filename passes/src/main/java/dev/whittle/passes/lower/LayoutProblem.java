package dev.whittle.passes.lower;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Reorder;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Decision;
import dev.whittle.passes.Decision.Alternative;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.cost.TimeModel;
import dev.whittle.passes.times.Work;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Choosing one candidate for every node so that kernels and the reorders between them take the
 * least time.
 *
 * <p>A forward pass gives every candidate the least cost of what feeds it, as if the graph were a
 * tree; a backward pass picks by that and by what readers were given; sweeps then improve one node
 * at a time under the true cost, in which readers that want the same layout share a reorder.
 * Weights are reordered when a model is loaded: for free.
 */
final class LayoutProblem {
  private static final int SWEEPS = 16;

  private final Graph graph;
  private final PassContext context;
  private final Map<Integer, Offers> offers = new LinkedHashMap<>();
  private final Map<Integer, List<Choice>> choices = new LinkedHashMap<>();
  private final Map<Integer, double[]> reached = new HashMap<>();
  private final Map<Integer, Integer> picked = new HashMap<>();

  /**
   * The problem of {@code graph}, with nothing picked yet.
   *
   * @throws dev.whittle.passes.PassFailure when no kernel takes a node
   */
  LayoutProblem(Graph graph, PassContext context) {
    this.graph = graph;
    this.context = context;
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Lowered lowered && lowered.isOpen()) {
        offers.put(node.id(), Offers.of(graph, node, context));
      }
    }
  }

  /** A reorder that a choice may bring. */
  record Conversion(TensorType type, Layout from, Layout to) {}

  Graph graph() {
    return graph;
  }

  /** The open nodes, each with its candidates. */
  Map<Node, List<Candidate>> open() {
    Map<Node, List<Candidate>> open = new LinkedHashMap<>();
    offers.forEach((id, offer) -> open.put(graph.node(id), offer.candidates()));
    return open;
  }

  /** Every reorder that some choice brings. */
  Set<Conversion> conversions() {
    Set<Conversion> conversions = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      for (int i = 0; i < node.types().size(); i++) {
        Value value = node.result(i);
        TensorType type = graph.type(value);
        for (Layout from : made(node)) {
          for (Layout to : wanted(value)) {
            if (!Layouts.isSameMemory(from, to, type.shape().sizes())) {
              conversions.add(new Conversion(type, from, to));
            }
          }
        }
      }
    }
    return conversions;
  }

  /** The layouts that {@code node} may make its results in; none when any is free. */
  private Set<Layout> made(Node node) {
    if (!(node.op() instanceof Lowered)) {
      return new LinkedHashSet<>(fixed(node));
    }
    return candidates(node).stream()
        .map(Candidate::layout)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Set<Layout> wanted(Value value) {
    Set<Layout> wanted = new LinkedHashSet<>();
    if (graph.isOutput(value)) {
      wanted.add(Layouts.plain(graph.type(value)));
    }
    for (Node reader : graph.users(graph.node(value))) {
      if (reader.op() instanceof Lowered) {
        for (Candidate candidate : candidates(reader)) {
          List<Layout> layouts = Choices.operandLayouts(reader, candidate);
          for (int i = 0; i < layouts.size(); i++) {
            if (reader.operand(i).equals(value)) {
              wanted.add(layouts.get(i));
            }
          }
        }
      }
    }
    return wanted;
  }

  private List<Candidate> candidates(Node node) {
    Offers offer = offers.get(node.id());
    return offer == null
        ? Choices.only(node).stream().map(Choice::candidate).toList()
        : offer.candidates();
  }

  /** Picks a candidate for every {@link Lowered} node. */
  LayoutProblem solve() {
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Lowered) {
        Offers offer = offers.get(node.id());
        choices.put(
            node.id(),
            offer == null
                ? Choices.only(node)
                : Choices.of(graph, node, offer.candidates(), context));
      }
    }
    List<Node> nodes = graph.nodes().stream().filter(n -> choices.containsKey(n.id())).toList();
    nodes.forEach(this::reach);
    nodes.reversed().forEach(this::pick);
    boolean changed = true;
    for (int sweep = 0; changed && sweep < SWEEPS; sweep++) {
      changed = false;
      for (Node node : nodes) {
        changed |= improve(node);
      }
    }
    return this;
  }

  /** The choice for every node by its id. */
  Map<Integer, Choice> solution() {
    Map<Integer, Choice> solution = new HashMap<>();
    choices.forEach((id, list) -> solution.put(id, list.get(picked.get(id))));
    return solution;
  }

  /** What was weighed for the nodes that were open. */
  List<Decision> decisions() {
    List<Decision> decisions = new ArrayList<>();
    offers.forEach((id, offer) -> {
      Node node = graph.node(id);
      double[] costs = costs(node);
      List<Alternative> alternatives = new ArrayList<>();
      for (int c = 0; c < costs.length; c++) {
        Choice choice = choices.get(id).get(c);
        alternatives.add(
            new Alternative(
                choice.candidate(),
                choice.predicted(),
                choice.known(),
                costs[c] - choice.nanoseconds(),
                c == picked.get(id)));
      }
      decisions.add(new Decision(graph, node, alternatives, offer.rejections()));
    });
    return decisions;
  }

  private void reach(Node node) {
    List<Choice> list = choices.get(node.id());
    double[] costs = new double[list.size()];
    for (int c = 0; c < costs.length; c++) {
      costs[c] = list.get(c).nanoseconds();
      List<Layout> wanted = Choices.operandLayouts(node, list.get(c).candidate());
      for (int i = 0; i < wanted.size(); i++) {
        costs[c] += feed(node.operand(i), wanted.get(i));
      }
    }
    reached.put(node.id(), costs);
  }

  /** The least cost of having {@code value} in layout {@code wanted}, shared among its readers. */
  private double feed(Value value, Layout wanted) {
    Node producer = graph.node(value);
    if (!choices.containsKey(producer.id())) {
      return fixed(producer).isEmpty() ? 0 : reorder(value, fixed(producer).getFirst(), wanted);
    }
    double least = Double.POSITIVE_INFINITY;
    double share = 1.0 / Math.max(1, graph.useCount(value));
    for (int c = 0; c < choices.get(producer.id()).size(); c++) {
      Layout made = choices.get(producer.id()).get(c).candidate().layout();
      double cost = reached.get(producer.id())[c] * share + reorder(value, made, wanted);
      least = Math.min(least, cost);
    }
    return least;
  }

  private void pick(Node node) {
    double[] costs = reached.get(node.id()).clone();
    for (int c = 0; c < costs.length; c++) {
      costs[c] += reordersAfter(node, choices.get(node.id()).get(c).candidate().layout());
    }
    picked.put(node.id(), least(costs));
  }

  private boolean improve(Node node) {
    if (choices.get(node.id()).size() == 1) {
      return false;
    }
    int before = picked.get(node.id());
    double[] costs = costs(node);
    int after = least(costs);
    picked.put(node.id(), costs[after] < costs[before] ? after : before);
    return picked.get(node.id()) != before;
  }

  /** What each candidate for {@code node} costs, reorders included, while the others stay. */
  private double[] costs(Node node) {
    List<Choice> list = choices.get(node.id());
    int pick = picked.get(node.id());
    double[] costs = new double[list.size()];
    for (int c = 0; c < costs.length; c++) {
      picked.put(node.id(), c);
      costs[c] = list.get(c).nanoseconds() + reordersAfter(node, list.get(c).candidate().layout());
      for (Value operand : new HashSet<>(node.operands())) {
        costs[c] += reorders(operand);
      }
    }
    picked.put(node.id(), pick);
    return costs;
  }

  private double reordersAfter(Node node, Layout made) {
    double cost = 0;
    for (int i = 0; i < node.types().size(); i++) {
      cost += reorders(node.result(i), made);
    }
    return cost;
  }

  private double reorders(Value value) {
    Node producer = graph.node(value);
    Integer pick = picked.get(producer.id());
    if (pick != null) {
      return reorders(value, choices.get(producer.id()).get(pick).candidate().layout());
    }
    return fixed(producer).isEmpty() ? 0 : reorders(value, fixed(producer).getFirst());
  }

  /** What bringing {@code value} to its readers costs when it is made in {@code made}. */
  private double reorders(Value value, Layout made) {
    Set<Layout> wanted = new HashSet<>();
    if (graph.isOutput(value)) {
      wanted.add(Layouts.plain(graph.type(value)));
    }
    for (Node reader : graph.users(graph.node(value))) {
      if (picked.containsKey(reader.id())) {
        Choice choice = choices.get(reader.id()).get(picked.get(reader.id()));
        List<Layout> layouts = Choices.operandLayouts(reader, choice.candidate());
        for (int i = 0; i < layouts.size(); i++) {
          if (reader.operand(i).equals(value)) {
            wanted.add(layouts.get(i));
          }
        }
      }
    }
    return wanted.stream().mapToDouble(w -> reorder(value, made, w)).sum();
  }

  private double reorder(Value value, Layout made, Layout wanted) {
    TensorType type = graph.type(value);
    return made.equals(wanted) || Layouts.isSameMemory(made, wanted, type.shape().sizes())
        ? 0
        : context
            .timings()
            .find(Work.reorder(type, context.target()), Work.way(made, wanted))
            .orElseGet(() -> TimeModel.shipped().reorder(type, made, wanted, context.target()));
  }

  /** The layout of a node that offers no choice; none when it can be had in any, for free. */
  private static List<Layout> fixed(Node node) {
    return switch (node.op()) {
      case Input _ -> List.of(Layouts.plain(node.type()));
      case Reorder reorder -> List.of(reorder.to());
      case Parameter _, Constant _ -> List.of();
      default -> throw new IllegalStateException(node.name() + " is not lowered");
    };
  }

  private static int least(double[] costs) {
    int least = 0;
    for (int c = 1; c < costs.length; c++) {
      least = costs[c] < costs[least] ? c : least;
    }
    return least;
  }
}
