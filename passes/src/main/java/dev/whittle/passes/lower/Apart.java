package dev.whittle.passes.lower;

import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Expanded;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Kernels;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The other way to run a convolution of an expanded map: the expansion and the filter as two steps,
 * with the map between them in the layout that the filter wants.
 */
public final class Apart {
  private static final String ALGORITHM = "apart";

  private Apart() {}

  /** Adds a node to a graph. */
  @FunctionalInterface
  public interface Adder {
    Value add(String name, Op op, List<Value> operands);
  }

  /** The two steps as a candidate, when there are kernels that add nothing to rounding. */
  static Optional<Candidate> candidate(
      Expanded op,
      List<TensorType> operands,
      List<TensorType> results,
      Kernels kernels,
      Target target) {
    TensorType map = op.map(operands);
    for (Candidate filter :
        kernels.candidates(op.filter(), Expanded.filtering(map, operands), results, target)) {
      for (Candidate expansion :
          kernels.candidates(op.expansion(), Expanded.expanding(operands), List.of(map), target)) {
        if (expansion.error() == 0
            && filter.error() == 0
            && expansion.layout().equals(filter.operandLayouts().getFirst())
            && Epilogues.fits(expansion, functions(op))) {
          return Optional.of(candidate(expansion, filter));
        }
      }
    }
    return Optional.empty();
  }

  private static Candidate candidate(Candidate expansion, Candidate filter) {
    return new Candidate(
        ALGORITHM,
        Expanded.joined(expansion.operandLayouts(), filter.operandLayouts()),
        filter.layout(),
        filter.fusesActivation(),
        filter.fusesResidual(),
        Math.max(expansion.scratchFloats(), filter.scratchFloats()),
        filter.efficiency(),
        0,
        List.of(expansion, filter));
  }

  /**
   * Adds the two steps in place of one.
   *
   * @param node has the operator and the epilogue
   * @param candidate made by {@link #candidate}
   * @param operands of {@code node} in the candidate's layouts
   */
  public static Value add(
      Node node, Candidate candidate, String name, List<Value> operands, Adder adder) {
    Lowered whole = (Lowered) node.op();
    Expanded op = (Expanded) whole.op();
    List<Value> expanding = Expanded.expanding(operands);
    Value map =
        adder.add(
            name + "/expansion",
            step(op.expansion(), candidate.parts().getFirst(), functions(op), expanding.size()),
            expanding);
    List<Value> filtering = Expanded.filtering(map, operands);
    return adder.add(
        name,
        step(op.filter(), candidate.parts().getLast(), whole.epilogue(), filtering.size()),
        filtering);
  }

  private static Lowered step(Op op, Candidate candidate, List<Epilogue> epilogue, int operands) {
    List<Layout> layouts = new ArrayList<>(candidate.operandLayouts());
    while (layouts.size() < operands) {
      layouts.add(candidate.layout());
    }
    return new Lowered(op, candidate.algorithm(), layouts, candidate.layout(), epilogue);
  }

  private static List<Epilogue> functions(Expanded op) {
    return op.functions().stream().<Epilogue>map(Epilogue.Apply::new).toList();
  }
}
