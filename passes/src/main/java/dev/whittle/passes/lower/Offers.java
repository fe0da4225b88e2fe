package dev.whittle.passes.lower;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Expanded;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Parameter;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Decision.Rejection;
import dev.whittle.passes.Hindrance;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The ways to run a node whose kernel is open.
 *
 * @param candidates those to weigh, at least one
 * @param rejections those that cannot be, and why
 */
record Offers(List<Candidate> candidates, List<Rejection> rejections) {
  /**
   * What the kernels offer for {@code node}.
   *
   * @throws PassFailure when no kernel takes it
   */
  static Offers of(Graph graph, Node node, PassContext context) {
    Lowered lowered = (Lowered) node.op();
    List<TensorType> all = graph.operandTypes(node);
    List<TensorType> operands = all.subList(0, lowered.ownOperands(all.size()));
    Target target = context.target();
    double error = context.option(ChooseKernels.ERROR, Double.class);
    List<Candidate> accepted = new ArrayList<>();
    List<Rejection> rejected = new ArrayList<>();
    if (lowered.op().isRenaming()) {
      accepted.addAll(renaming(operands.getFirst(), node.type(), target));
    } else {
      List<Candidate> offered = Choices.offered(graph, node, context);
      if (lowered.op() instanceof Expanded expanded) {
        Apart.candidate(expanded, operands, node.types(), context.kernels(), target)
            .ifPresent(offered::add);
      }
      for (Candidate candidate : offered) {
        if (!candidate.algorithm().equals(Lowered.VIEW)) {
          objection(candidate, graph, node, error)
              .ifPresentOrElse(
                  reason -> rejected.add(new Rejection(candidate, reason)),
                  () -> accepted.add(candidate));
        }
      }
    }
    if (accepted.isEmpty()) {
      throw Hindrance.NO_KERNEL.at(
          node,
          "no kernel runs %s on %s".formatted(lowered.op().operator(), operands),
          "the language reference lists the shapes each operator compiles for");
    }
    return new Offers(accepted, rejected);
  }

  private static Optional<String> objection(
      Candidate candidate, Graph graph, Node node, double error) {
    Lowered lowered = (Lowered) node.op();
    if (!Epilogues.isAllowed(candidate, lowered)) {
      return Optional.of("the pipeline wants " + lowered.pinned().orElseThrow());
    }
    for (Epilogue step : lowered.epilogue()) {
      if (!Epilogues.fits(candidate, List.of(step))) {
        return Optional.of(
            "it cannot fuse "
                + switch (step) {
                  case Epilogue.Apply(var activation) -> activation.operator();
                  case Epilogue.AddOperand _ -> "add";
                });
      }
    }
    if (!transformsWeightsOnly(candidate, graph, node)) {
      return Optional.of("it transforms weights, these are computed");
    }
    boolean isNamed = lowered.pinned().filter(candidate.algorithm()::equals).isPresent();
    return candidate.error() <= error || isNamed
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "its error of %.1e is more than the %.1e allowed",
                candidate.error(),
                error));
  }

  private static boolean transformsWeightsOnly(Candidate candidate, Graph graph, Node node) {
    for (int i = 0; i < candidate.operandLayouts().size(); i++) {
      Op maker = graph.node(node.operand(i)).op();
      if (candidate.operandLayouts().get(i).isForWeights()
          && !(maker instanceof Parameter || maker instanceof Constant)) {
        return false;
      }
    }
    return true;
  }

  private static List<Candidate> renaming(TensorType operand, TensorType result, Target target) {
    List<Candidate> views = new ArrayList<>();
    views.add(view(Layouts.plain(operand), Layouts.plain(result)));
    boolean isSame = operand.shape().equals(result.shape());
    if (isSame && operand.rank() >= 3 && target.lanes() > 1) {
      Layout blocked = Layouts.blocked(operand, target.lanes());
      views.add(view(blocked, blocked));
    }
    return views;
  }

  private static Candidate view(Layout from, Layout to) {
    return new Candidate(Lowered.VIEW, List.of(from), to, false, false, 0, 1);
  }
}
