package dev.whittle.ir.op;

import dev.whittle.ir.Dim;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import java.util.List;

/**
 * Convolution (cross-correlation) of any spatial rank, as ONNX {@code Conv}.
 *
 * <p>Operands: {@code x [N, C, spatial…]}, {@code weight [O, C / groups, kernel…]}, optional {@code
 * bias [O]}. Result: {@code [N, O, spatial'…]}.
 *
 * @param pads begins of all spatial axes, then their ends
 */
@Operator(
    name = "conv2d",
    operands = {"x", "weight", "bias?"},
    summary = "Convolution with explicit weights.")
public record Conv(
    @Spatial List<Integer> kernel,
    @Spatial @Default("1") List<Integer> strides,
    @Spatial(perAxis = 2) @Default("0") List<Integer> pads,
    @Spatial @Default("1") List<Integer> dilations,
    @Default("1") int groups)
    implements Op {
  public Conv {
    kernel = List.copyOf(kernel);
    strides = List.copyOf(strides);
    pads = List.copyOf(pads);
    dilations = List.copyOf(dilations);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 2, 3);
    Check.isFloat(operands);
    Check.rank(operands, 0, 3, 5);
    TensorType x = operands.get(0);
    TensorType weight = operands.get(1);
    Check.rank(operands, 1, x.rank(), x.rank());
    int channels = x.shape().size(1);
    int outputs = weight.shape().size(0);
    if (groups < 1 || channels % groups != 0) {
      throw new ShapeException(
          "groups must divide the %d input channels, is %d".formatted(channels, groups));
    }
    if (outputs < 1 || outputs % groups != 0) {
      throw new ShapeException(
          "groups must divide the %d output channels, is %d".formatted(outputs, groups));
    }
    Check.dim(operands, 1, 1, channels / groups, "input channels / groups");
    for (int i = 0; i < kernel.size() && i + 2 < weight.rank(); i++) {
      Check.dim(operands, 1, i + 2, kernel.get(i), "kernel");
    }
    if (operands.size() == 3) {
      Check.rank(operands, 2, 1, 1);
      Check.dim(operands, 2, 0, outputs, "output channels");
    }
    Window window = new Window(kernel, strides, pads, dilations);
    return Check.one(x, window.slide(x, Dim.of(outputs), false));
  }
}
