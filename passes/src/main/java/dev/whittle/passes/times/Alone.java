package dev.whittle.passes.times;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Reorder;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.cost.StepTime;
import dev.whittle.passes.cost.StepTimes;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.runtime.Weights;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A part of a network as a network of its own, planned with the best kernels that are known for it.
 */
public record Alone(Graph planned, List<StepTime> times) {
  public Alone {
    times = List.copyOf(times);
  }

  /**
   * Plans a part.
   *
   * @param part portable, its sizes bound; zeros of constants may be left out by kernels
   * @param isWeighed whether the running pass decides by the times
   */
  public static Alone of(Graph part, PassContext context, boolean isWeighed) {
    PassContext fresh = context.fresh(Weights.of(Map.of()), isWeighed);
    Graph planned = new PassManager().run(Pipelines.NONE, part, fresh).graph();
    return new Alone(
        planned,
        steps(planned)
            .flatMap(node ->
                StepTimes.step(planned, node, context.kernels(), context.target(), fresh.timings())
                    .stream())
            .toList());
  }

  /**
   * What counts: the part's nodes and the conversions between them; those at its ends would depend
   * on the neighbours.
   */
  List<Node> steps() {
    return steps(planned).toList();
  }

  /** Nanoseconds on one core. */
  public double predicted() {
    return times.stream().mapToDouble(StepTime::predicted).sum();
  }

  private static Stream<Node> steps(Graph planned) {
    return planned.nodes().stream().filter(node -> !isEnd(planned, node));
  }

  private static boolean isEnd(Graph planned, Node node) {
    return node.op() instanceof Reorder
        && (planned.node(node.operand(0)).op() instanceof Input || planned.isOutput(node.value()));
  }
}
