package dev.whittle.ir.op;

import dev.whittle.ir.TensorType;
import java.util.List;

/**
 * Maximum over windows, as ONNX {@code MaxPool}; padding never wins. Operand: {@code [N, C,
 * spatial…]}.
 *
 * @param pads begins of all spatial axes, then their ends
 * @param ceil round the number of windows up instead of down
 */
@Operator(
    name = "max_pool",
    operands = {"x"},
    summary = "Maximum over sliding windows.")
public record MaxPool(
    @Spatial List<Integer> kernel,
    @Spatial @Default("1") List<Integer> strides,
    @Spatial(perAxis = 2) @Default("0") List<Integer> pads,
    @Spatial @Default("1") List<Integer> dilations,
    @Default("false") boolean ceil)
    implements Op {
  public MaxPool {
    kernel = List.copyOf(kernel);
    strides = List.copyOf(strides);
    pads = List.copyOf(pads);
    dilations = List.copyOf(dilations);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    Check.isFloat(operands);
    Check.rank(operands, 0, 3, 5);
    TensorType x = operands.getFirst();
    Window window = new Window(kernel, strides, pads, dilations);
    return Check.one(x, window.pool(x, ceil));
  }
}
