package dev.whittle.passes.lower;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Dropout;
import dev.whittle.ir.op.Flatten;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Reshape;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Hindrance;
import dev.whittle.passes.Kernels;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.Target;
import dev.whittle.passes.cost.Cost;
import dev.whittle.passes.cost.Costs;
import dev.whittle.passes.cost.TimeModel;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.List;

/** What each wrapped node can be run by. */
public final class Choices {
  private Choices() {}

  /**
   * The candidates for {@code node}; the one it has when it is not open any more.
   *
   * @throws PassFailure when no kernel takes it
   */
  static List<Choice> of(Graph graph, Node node, PassContext context) {
    Lowered lowered = (Lowered) node.op();
    if (!lowered.isOpen()) {
      return List.of(new Choice(chosen(lowered), 0));
    }
    List<TensorType> all = graph.operandTypes(node);
    List<TensorType> operands = all.subList(0, lowered.ownOperands(all.size()));
    Target target = context.target();
    List<Candidate> candidates =
        isRenaming(lowered.op())
            ? renaming(lowered.op(), operands.getFirst(), node.type(), target)
            : context.kernels().candidates(lowered.op(), operands, node.types(), target);
    double error = context.option(ChooseKernels.ERROR, Double.class);
    Cost cost = Costs.of(graph, node);
    List<Choice> choices =
        candidates.stream()
            .filter(c -> !c.algorithm().equals(Lowered.VIEW) || isRenaming(lowered.op()))
            .filter(c -> Epilogues.isAllowed(c, lowered))
            .filter(c -> Epilogues.fits(c, lowered.epilogue()))
            .filter(c -> transformsWeightsOnly(c, graph, node))
            .filter(c -> c.error() <= error || isNamed(c, lowered))
            .map(c -> new Choice(c, TimeModel.kernel(cost, c.efficiency(), target)))
            .toList();
    if (choices.isEmpty()) {
      throw Hindrance.NO_KERNEL.at(
          node,
          "no kernel runs %s on %s".formatted(lowered.op().operator(), operands),
          "the language reference lists the shapes each operator compiles for");
    }
    return choices;
  }

  private static boolean isNamed(Candidate candidate, Lowered lowered) {
    return lowered.pinned().filter(candidate.algorithm()::equals).isPresent();
  }

  private static boolean transformsWeightsOnly(Candidate candidate, Graph graph, Node node) {
    for (int i = 0; i < candidate.operandLayouts().size(); i++) {
      Op maker = graph.node(node.operand(i)).op();
      if (candidate.operandLayouts().get(i).transform().isPresent()
          && !(maker instanceof Parameter || maker instanceof Constant)) {
        return false;
      }
    }
    return true;
  }

  /** The layouts {@code choice} wants for each operand of {@code node}, residuals included. */
  public static List<Layout> operandLayouts(Node node, Candidate candidate) {
    List<Layout> layouts = new ArrayList<>(candidate.operandLayouts());
    while (layouts.size() < node.operands().size()) {
      layouts.add(candidate.layout());
    }
    return layouts;
  }

  /**
   * The candidate that {@code node}, whose kernel is chosen and no view, is run by.
   *
   * @throws IllegalStateException when the kernels do not know that candidate
   */
  public static Candidate of(Graph graph, Node node, Kernels kernels, Target target) {
    Lowered lowered = (Lowered) node.op();
    List<TensorType> all = graph.operandTypes(node);
    int own = lowered.ownOperands(all.size());
    List<Layout> layouts = lowered.operandLayouts().subList(0, own);
    return kernels.candidates(lowered.op(), all.subList(0, own), node.types(), target).stream()
        .filter(c -> c.algorithm().equals(lowered.algorithm()))
        .filter(c -> c.operandLayouts().equals(layouts) && c.layout().equals(lowered.layout()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(node.name() + " has an unknown kernel"));
  }

  private static Candidate chosen(Lowered lowered) {
    return new Candidate(
        lowered.algorithm(), lowered.operandLayouts(), lowered.layout(), true, true, 0, 1);
  }

  private static boolean isRenaming(Op op) {
    return op instanceof Reshape || op instanceof Flatten || op instanceof Dropout;
  }

  private static List<Candidate> renaming(
      Op op, TensorType operand, TensorType result, Target target) {
    List<Candidate> views = new ArrayList<>();
    views.add(view(Layouts.plain(operand), Layouts.plain(result)));
    if (op instanceof Dropout && operand.rank() >= 3 && target.lanes() > 1) {
      Layout blocked = Layouts.blocked(operand, target.lanes());
      views.add(view(blocked, blocked));
    }
    return views;
  }

  private static Candidate view(Layout from, Layout to) {
    return new Candidate(Lowered.VIEW, List.of(from), to, false, false, 0, 1);
  }
}
