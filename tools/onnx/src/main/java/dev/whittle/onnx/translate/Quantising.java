package dev.whittle.onnx.translate;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Round;
import dev.whittle.ir.op.Sub;
import dev.whittle.onnx.message.DataType;
import dev.whittle.runtime.Tensor;
import java.util.Arrays;

/**
 * Quantised numbers as the floats they stand for: what a network computes is divided by its scale,
 * rounded and limited as its integers would be, and what is stored is multiplied out.
 */
final class Quantising {
  private Quantising() {}

  /** {@code clip(round(x / scale) + zero point)}, still as a float. */
  static void quantise(Call call) {
    Value x = call.value(0);
    Shape shape = call.shape(x);
    DataType type = call.has(2) ? call.declared(2) : DataType.UINT8;
    int least =
        switch (type) {
          case UINT8 -> 0;
          case INT8 -> -128;
          default -> throw new Refusal("quantises to " + type.text(), "");
        };
    Value scale = perAxis(call, call.weight(1, "scales"), shape);
    Value rounded = call.add("rounded", new Round(), call.add("scaled", new Div(), x, scale));
    Value moved =
        call.has(2)
            ? call.add("moved", new Add(), rounded, perAxis(call, zeroPoint(call), shape))
            : rounded;
    call.emit(new Clip(least, least + 255), moved);
  }

  /** {@code (x − zero point) · scale}. */
  static void dequantise(Call call) {
    Operand.Known scale = call.weight(1, "scales");
    if (call.operand(0) instanceof Operand.Known known) {
      Operand.Known integers = Folding.floats(known);
      int[] shape = integers.tensor().shape();
      Operand.Known moved =
          call.has(2)
              ? Folding.binary(
                  integers, repeated(call, zeroPoint(call), shape), (a, b) -> a - b, Math::addExact)
              : integers;
      Operand.Known product =
          Folding.binary(moved, repeated(call, scale, shape), (a, b) -> a * b, Math::addExact);
      call.give(0, known.with(product.tensor()));
      return;
    }
    Value x = call.value(0);
    Shape shape = call.shape(x);
    Value moved =
        call.has(2) ? call.add("moved", new Sub(), x, perAxis(call, zeroPoint(call), shape)) : x;
    call.emit(new Mul(), moved, perAxis(call, scale, shape));
  }

  private static Operand.Known zeroPoint(Call call) {
    return Folding.floats(Elementwise.known(call, 2));
  }

  private static Value perAxis(Call call, Operand.Known numbers, Shape shape) {
    int[] sizes = new int[shape.rank()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = shape.dim(i) instanceof Dim.Fixed(int size) ? size : 0;
    }
    return call.value(repeated(call, numbers, sizes));
  }

  /** One number for everything, or one for each element of an axis, shaped to repeat. */
  private static Operand.Known repeated(Call call, Operand.Known numbers, int[] shape) {
    Tensor tensor = numbers.tensor();
    int given = call.attributes().integer("axis", 1);
    if (call.attributes().integer("block_size", 0) != 0) {
      throw new Refusal("has scales for blocks", "");
    }
    if (tensor.elementCount() == 1) {
      return Folding.reshape(numbers);
    }
    int axis = Call.axis(given, shape.length);
    if (tensor.rank() != 1 || tensor.size(0) != shape[axis]) {
      throw new Refusal("has scales of %s".formatted(tensor), "");
    }
    int[] sizes = new int[shape.length - axis];
    Arrays.fill(sizes, 1);
    sizes[0] = shape[axis];
    return Folding.reshape(numbers, sizes);
  }
}
