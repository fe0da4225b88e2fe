package dev.whittle.passes.factorise;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Reorder;
import dev.whittle.passes.Approximation.Burden;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.cost.StepTime;
import dev.whittle.passes.cost.StepTimes;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.pipeline.Size;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What a layer costs alone, and what a chain in its place would. */
public final class Burdens {
  private static final Weights NONE = Weights.of(Map.of());

  private Burdens() {}

  /** What {@code layer} costs as it is. */
  public static Burden of(Layer layer, PassContext context) {
    return of(layer.whole(), layer, context);
  }

  /**
   * What {@code layer} costs with this weight, whose zeros kernels may leave out; multiply-adds are
   * those of a weight without zeros.
   */
  public static Burden of(Layer layer, Tensor weight, PassContext context) {
    Graph alone = layer.whole().alone(layer);
    Node node = alone.node(alone.outputs().getFirst().value());
    String name = alone.node(node.operand(1)).name();
    return of(alone, Weights.of(Map.of(name, weight)), context);
  }

  static Burden of(Chain chain, Layer layer, PassContext context) {
    return of(chain.alone(layer), NONE, context);
  }

  private static Burden of(Graph alone, Weights weights, PassContext context) {
    Size size = Size.of(alone);
    List<StepTime> steps = steps(alone, weights, context);
    return new Burden(
        size.parameters(),
        size.weightBytes(),
        size.cost().macs(),
        steps.stream().mapToDouble(StepTime::predicted).sum(),
        StepTime.measured(steps));
  }

  /**
   * The best kernels for {@code alone}, with the conversions between them; those at its ends would
   * depend on the neighbours and are left out.
   */
  private static List<StepTime> steps(Graph alone, Weights weights, PassContext context) {
    PassContext fresh = context.fresh(weights, Criteria.weighTimes(context));
    Graph planned = new PassManager().run(Pipelines.NONE, alone, fresh).graph();
    List<StepTime> steps = new ArrayList<>();
    for (Node node : planned.nodes()) {
      boolean isEnd =
          node.op() instanceof Reorder
              && (planned.node(node.operand(0)).op() instanceof Input
                  || planned.isOutput(node.value()));
      if (!isEnd) {
        StepTimes.step(planned, node, context.kernels(), context.target(), fresh.timings())
            .ifPresent(steps::add);
      }
    }
    return steps;
  }

  /** The error of weights that lost this share of their energy. */
  static OptionalDouble error(double lost) {
    return OptionalDouble.of(Math.sqrt(Math.max(0, lost)));
  }
}
