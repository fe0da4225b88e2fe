package dev.whittle.ir.op;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import java.util.List;

/**
 * Enlarges {@code [N, C, spatial…]} by whole factors. Nearest repeats elements (ONNX {@code
 * Resize}, asymmetric, floor); bilinear interpolates between pixel centres (ONNX {@code
 * half_pixel}), for two spatial axes.
 */
@Operator(
    name = "upsample",
    operands = {"x"},
    summary = "Enlarges feature maps.")
public record Upsample(@Spatial List<Integer> scales, @Default("\"nearest\"") Mode mode)
    implements Op {
  /** How new elements are made. */
  public enum Mode {
    NEAREST,
    BILINEAR
  }

  public Upsample {
    scales = List.copyOf(scales);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.arity(operands, 1, 1);
    Check.isFloat(operands);
    Check.rank(operands, 0, 3, 5);
    TensorType x = operands.getFirst();
    Check.length(scales, x.rank() - 2, "scales");
    Check.atLeast(scales, 1, "scales");
    if (mode == Mode.BILINEAR && x.rank() != 4) {
      throw new ShapeException(0, "bilinear upsampling needs 4 axes, is " + x);
    }
    Shape shape = x.shape();
    for (int i = 0; i < scales.size(); i++) {
      long size = (long) shape.size(i + 2) * scales.get(i);
      if (size > Check.MAX_ELEMENTS) {
        throw ShapeException.tooLarge("scales make axis %d %d long".formatted(i + 2, size));
      }
      shape = shape.with(i + 2, Dim.of((int) size));
    }
    return Check.one(x, shape);
  }
}
