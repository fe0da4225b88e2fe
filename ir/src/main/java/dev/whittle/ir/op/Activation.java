package dev.whittle.ir.op;

import dev.whittle.ir.TensorType;
import java.util.List;

/** A function applied to every element alone. */
public sealed interface Activation extends Op
    permits Relu,
        Clip,
        LeakyRelu,
        Elu,
        Gelu,
        Sigmoid,
        Softplus,
        Tanh,
        HardSwish,
        HardSigmoid,
        Silu,
        Abs,
        Neg,
        Exp,
        Log,
        Sqrt,
        Erf,
        Round,
        Floor {
  @Override
  default List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    Check.isFloat(operands);
    return List.of(operands.getFirst());
  }

  /** Whether every finite number has a finite value. */
  default boolean keepsFinite() {
    return true;
  }
}
