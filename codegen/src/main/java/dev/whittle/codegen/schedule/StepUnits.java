package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.maximum;
import static dev.whittle.codegen.kernel.Expressions.minimum;

import dev.whittle.codegen.kernel.Expression;
import java.util.Map;

/** Numbers the units of a step whose driver calls one kernel after the other. */
final class StepUnits {
  private final StepContext step;
  private int count;

  StepUnits(StepContext step) {
    this.step = step;
  }

  /** All units so far. */
  int count() {
    return count;
  }

  /**
   * Adds {@code more} units to the step; returns {@code from} and {@code to} of the call that runs
   * them, which counts from 0.
   */
  Map<String, Expression> next(int more) {
    Expression from = step.from();
    Expression to = step.to();
    if (count > 0) {
      from = maximum(add(from, -count), constant(0));
      to = add(to, -count);
    }
    count += more;
    return Map.of("from", from, "to", minimum(to, constant(more)));
  }
}
