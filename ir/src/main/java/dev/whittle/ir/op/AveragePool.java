package dev.whittle.ir.op;

import dev.whittle.ir.TensorType;
import java.util.Collections;
import java.util.List;

/**
 * Mean over windows, as ONNX {@code AveragePool}. Operand: {@code [N, C, spatial…]}.
 *
 * @param pads begins of all spatial axes, then their ends
 * @param ceil round the number of windows up instead of down
 * @param countIncludePad divide by the window's positions inside the padded input instead of those
 *     inside the input
 */
@Operator(
    name = "average_pool",
    operands = {"x"},
    summary = "Mean over sliding windows.")
public record AveragePool(
    @Spatial List<Integer> kernel,
    @Spatial @Default("1") List<Integer> strides,
    @Spatial(perAxis = 2) @Default("0") List<Integer> pads,
    @Default("false") boolean ceil,
    @Default("false") boolean countIncludePad)
    implements Op {
  public AveragePool {
    kernel = List.copyOf(kernel);
    strides = List.copyOf(strides);
    pads = List.copyOf(pads);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    Check.isFloat(operands);
    Check.rank(operands, 0, 3, 5);
    TensorType x = operands.getFirst();
    Window window = new Window(kernel, strides, pads, Collections.nCopies(kernel.size(), 1));
    return Check.one(x, window.pool(x, ceil));
  }
}
