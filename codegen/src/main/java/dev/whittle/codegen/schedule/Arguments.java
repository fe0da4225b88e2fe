package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.constant;

import dev.whittle.codegen.kernel.Expression;
import java.util.HashMap;
import java.util.Map;

/** The arguments of a kernel call, by parameter name. */
final class Arguments {
  private final Map<String, Expression> values = new HashMap<>();

  /** A call that runs the step's units. */
  static Arguments of(StepContext step) {
    return new Arguments().with("from", step.from()).with("to", step.to());
  }

  /** {@code name}, {@code nameAt} and {@code nameBatch}: buffer, offset and batch stride. */
  Arguments with(String name, Operand operand) {
    return with(name, operand.buffer())
        .with(name + "At", operand.offset())
        .with(name + "Batch", operand.batchStride());
  }

  Arguments with(String name, Expression value) {
    values.put(name, value);
    return this;
  }

  Arguments with(String name, int value) {
    return with(name, constant(value));
  }

  /**
   * What {@link SlabWalker} and its kernels ask of a plan.
   *
   * @param inputs channels that an output of a product reads
   */
  Arguments with(SlabPlan plan, int inputs) {
    int lanes = plan.lanes();
    return with("blocks", plan.blocks())
        .with("vAt", plan.inputAt())
        .with("vValue", plan.inputValue())
        .with("vGroup", plan.inputGroup())
        .with("mAt", plan.productsAt())
        .with("mVector", plan.productVector())
        .with("mValue", plan.productValue())
        .with("wVector", inputs * lanes)
        .with("wPlane", lanes * lanes)
        .with("wValue", plan.vectors() * inputs * lanes)
        .with("planes", inputs / lanes)
        .with("rest", inputs % lanes);
  }

  /** A convolution's bias {@code b} and the operand {@code r} it adds, as far as it has them. */
  Arguments withBiasAndAdded(StepContext step) {
    with("b", step.arena()).with("bAt", 0);
    with("r", step.arena()).with("rAt", 0).with("rBatch", 0);
    if (step.hasOperand(2)) {
      with("b", step.operand(2));
    }
    step.added().ifPresent(r -> with("r", r));
    return this;
  }

  Map<String, Expression> values() {
    return values;
  }
}
