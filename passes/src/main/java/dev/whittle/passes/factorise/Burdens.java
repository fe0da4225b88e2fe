package dev.whittle.passes.factorise;

import dev.whittle.ir.Graph;
import dev.whittle.passes.Approximation.Burden;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.cost.StepTime;
import dev.whittle.passes.pipeline.Size;
import dev.whittle.passes.times.Alone;
import dev.whittle.runtime.Tensor;
import java.util.OptionalDouble;

/** What a layer costs alone, and what a chain in its place would. */
public final class Burdens {
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
    return of(layer.with(weight).filled(layer), context);
  }

  static Burden of(Chain chain, Layer layer, PassContext context) {
    return of(chain.alone(layer), context);
  }

  private static Burden of(Graph alone, PassContext context) {
    Size size = Size.of(alone);
    Alone part = Alone.of(alone, context, Criteria.weighTimes(context));
    return new Burden(
        size.parameters(),
        size.weightBytes(),
        size.cost().macs(),
        part.predicted(),
        StepTime.measured(part.times()),
        alone);
  }

  /** The error of weights that lost this share of their energy. */
  static OptionalDouble error(double lost) {
    return OptionalDouble.of(Math.sqrt(Math.max(0, lost)));
  }
}
