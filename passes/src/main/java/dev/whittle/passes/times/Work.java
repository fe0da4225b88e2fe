package dev.whittle.passes.times;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.text.GraphPrinter;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a kernel has to do, whatever the network: two nodes of equal work are run equally fast.
 *
 * @param operation the operator with its attributes and what is fused into it
 * @param operands the types of the operator's own operands
 */
public record Work(Target target, String operation, String operands) implements Comparable<Work> {
  private static final String REORDER = "reorder";
  private static final Comparator<Work> ORDER =
      Comparator.<Work>comparingInt(w -> -w.target.lanes())
          .thenComparingInt(w -> w.target.threads())
          .thenComparing(Work::operation)
          .thenComparing(Work::operands);

  /** The work of {@code node}, which is wrapped. */
  public static Work of(Graph graph, Node node, Target target) {
    Lowered lowered = (Lowered) node.op();
    List<TensorType> all = graph.operandTypes(node);
    return new Work(
        target,
        GraphPrinter.operation(lowered),
        text(all.subList(0, lowered.ownOperands(all.size()))));
  }

  /** The work of bringing a tensor into another layout. */
  public static Work reorder(TensorType type, Target target) {
    return new Work(target, REORDER, text(List.of(type)));
  }

  /** How a lock file calls {@code candidate} for a work. */
  public static String way(Candidate candidate) {
    return candidate.algorithm()
        + candidate.operandLayouts().stream()
            .map(Layout::text)
            .collect(Collectors.joining(", ", " ", " -> " + candidate.layout().text()));
  }

  /** How a lock file calls a conversion. */
  public static String way(Layout from, Layout to) {
    return from.text() + " -> " + to.text();
  }

  private static String text(List<TensorType> types) {
    return types.stream().map(TensorType::toString).collect(Collectors.joining(", "));
  }

  @Override
  public int compareTo(Work other) {
    return ORDER.compare(this, other);
  }
}
