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

  Map<String, Expression> values() {
    return values;
  }
}
