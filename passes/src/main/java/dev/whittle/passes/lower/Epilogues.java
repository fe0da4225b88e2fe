package dev.whittle.passes.lower;

import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Algorithm;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Lowered;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.rewrite.Site;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What kernels can do to their result before storing it. */
final class Epilogues {
  /** Operands a kernel adds at most. */
  private static final int MOST_RESIDUALS = 1;

  /** Functions a kernel applies at most: each makes its code longer, and HotSpot sets a limit. */
  private static final int MOST = 4;

  private Epilogues() {}

  /** True when {@code candidate} can run a kernel with this epilogue. */
  static boolean fits(Candidate candidate, List<Epilogue> epilogue) {
    return epilogue.stream()
        .allMatch(e ->
            switch (e) {
              case Epilogue.Apply _ -> candidate.fusesActivation();
              case Epilogue.AddOperand _ -> candidate.fusesResidual();
            });
  }

  /** True when {@code candidate} has the algorithm that a pipeline gave {@code lowered}, if any. */
  static boolean isAllowed(Candidate candidate, Lowered lowered) {
    return lowered.pinned().map(p -> Algorithm.isOf(p, candidate.algorithm())).orElse(true);
  }

  /**
   * Replaces the site by {@code producer} with a longer epilogue and more operands, when the
   * producer's kernel is still open and some candidate can do it.
   */
  static Optional<Patch> extend(
      Site site, Node producer, List<Epilogue> more, List<Value> operands) {
    if (!(producer.op() instanceof Lowered lowered)
        || !lowered.isOpen()
        || producer.types().size() != 1) {
      return Optional.empty();
    }
    List<Epilogue> epilogue = new ArrayList<>(lowered.epilogue());
    epilogue.addAll(more);
    int residuals = Collections.frequency(epilogue, new Epilogue.AddOperand());
    if (residuals > MOST_RESIDUALS
        || epilogue.size() > MOST
        || Choices.offered(site.graph(), producer, site.context()).stream()
            .filter(c -> isAllowed(c, lowered))
            .noneMatch(c -> fits(c, epilogue))) {
      return Optional.empty();
    }
    List<Value> all = new ArrayList<>(producer.operands());
    all.addAll(operands);
    List<Layout> layouts = new ArrayList<>(lowered.operandLayouts());
    operands.forEach(v -> layouts.add(lowered.layout()));
    Lowered longer =
        new Lowered(lowered.op(), lowered.algorithm(), layouts, lowered.layout(), epilogue);
    Patch.Builder patch = site.patch();
    Value result = patch.add(producer, longer, all);
    return Optional.of(
        patch.replace(producer.value(), result).replace(site.node().value(), result).build());
  }
}
