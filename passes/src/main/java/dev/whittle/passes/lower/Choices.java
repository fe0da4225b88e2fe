package dev.whittle.passes.lower;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Lowered;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Kernels;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.Zeros;
import dev.whittle.passes.cost.TimeModel;
import dev.whittle.passes.times.Work;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What each wrapped node can be run by. */
public final class Choices {
  private Choices() {}

  /** The one candidate of {@code node}, which is not open any more. */
  static List<Choice> only(Node node) {
    return List.of(new Choice(chosen((Lowered) node.op()), 0, OptionalDouble.empty()));
  }

  /** {@code candidates} for the open {@code node}, each with its time, measured or predicted. */
  static List<Choice> of(Graph graph, Node node, List<Candidate> candidates, PassContext context) {
    Target target = context.target();
    Optional<double[]> known =
        candidates.size() < 2
            ? Optional.empty()
            : context
                .timings()
                .findAll(Work.of(graph, node, target), candidates.stream().map(Work::way).toList());
    List<Choice> choices = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      double predicted = TimeModel.shipped().kernel(graph, node, candidates.get(i), target);
      OptionalDouble time =
          known.isPresent() ? OptionalDouble.of(known.get()[i]) : OptionalDouble.empty();
      choices.add(new Choice(candidates.get(i), predicted, time));
    }
    return choices;
  }

  /** What the kernels offer for {@code node}, for the zeros of its weight too. */
  static List<Candidate> offered(Graph graph, Node node, PassContext context) {
    Lowered lowered = (Lowered) node.op();
    List<TensorType> all = graph.operandTypes(node);
    List<TensorType> own = all.subList(0, lowered.ownOperands(all.size()));
    Kernels kernels = context.kernels();
    Target target = context.target();
    List<Candidate> offered =
        new ArrayList<>(kernels.candidates(lowered.op(), own, node.types(), target));
    Zeros.of(graph, node, context.weights())
        .ifPresent(zeros ->
            offered.addAll(kernels.sparse(lowered.op(), own, node.types(), zeros, target)));
    return offered;
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
    List<TensorType> operands = all.subList(0, own);
    List<Candidate> known =
        layouts.stream()
            .flatMap(layout -> Zeros.of(layout).stream())
            .findFirst()
            .map(zeros -> kernels.sparse(lowered.op(), operands, node.types(), zeros, target))
            .orElseGet(() -> kernels.candidates(lowered.op(), operands, node.types(), target));
    return known.stream()
        .filter(c -> c.algorithm().equals(lowered.algorithm()))
        .filter(c -> c.operandLayouts().equals(layouts) && c.layout().equals(lowered.layout()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(node.name() + " has an unknown kernel"));
  }

  private static Candidate chosen(Lowered lowered) {
    return new Candidate(
        lowered.algorithm(), lowered.operandLayouts(), lowered.layout(), true, true, 0, 1);
  }
}
