package dev.whittle.ir.op;

import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import java.util.List;

/**
 * An operator with its attributes. Ops are records of immutable values: two are equal when they
 * compute the same function. Names and attribute semantics follow ONNX where ONNX has the operator.
 */
public sealed interface Op
    permits Input,
        Parameter,
        Constant,
        Conv,
        Expanded,
        Dense,
        MaxPool,
        AveragePool,
        GlobalAveragePool,
        BatchNorm,
        Activation,
        Softmax,
        Arithmetic,
        Concat,
        ChannelShuffle,
        Pad,
        Reshape,
        Flatten,
        Transpose,
        Slice,
        Split,
        Reduction,
        ArgMax,
        LocalResponseNorm,
        Dropout,
        ToFloat,
        Cast,
        Upsample,
        Lowered,
        Reorder {

  /**
   * The types of the results.
   *
   * @throws ShapeException naming the operand or attribute at fault and why
   */
  List<TensorType> infer(List<TensorType> operands);

  /** Whether the result is made of the operand's elements in their order, and so needs no code. */
  default boolean isRenaming() {
    return false;
  }

  /** How sources and reports call this operator. */
  default String operator() {
    return OpSchema.of(getClass()).name();
  }
}
