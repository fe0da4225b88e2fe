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
import java.util.Optional;

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
      call.give(0, known.with(multiplied(call, known, scale)));
      return;
    }
    Value x = call.value(0);
    Shape shape = call.shape(x);
    Value moved =
        call.has(2) ? call.add("moved", new Sub(), x, perAxis(call, zeroPoint(call), shape)) : x;
    call.emit(new Mul(), moved, perAxis(call, scale, shape));
  }

  private static Tensor multiplied(Call call, Operand.Known stored, Operand.Known scale) {
    int[] shape = stored.tensor().shape();
    float[] values = Folding.floats(stored).tensor().floats().clone();
    Spread scales = Spread.of(call, scale, shape);
    Optional<Spread> zeros =
        call.has(2) ? Optional.of(Spread.of(call, zeroPoint(call), shape)) : Optional.empty();
    for (int i = 0; i < values.length; i++) {
      float zero = zeros.isPresent() ? zeros.get().at(i) : 0;
      values[i] = (values[i] - zero) * scales.at(i);
    }
    return Tensor.of(values, shape);
  }

  private static Operand.Known zeroPoint(Call call) {
    return Folding.floats(Elementwise.known(call, 2));
  }

  private static Value perAxis(Call call, Operand.Known numbers, Shape shape) {
    int[] sizes = new int[shape.rank()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = shape.dim(i) instanceof Dim.Fixed(int size) ? size : 0;
    }
    int[] repeating = Spread.of(call, numbers, sizes).repeating();
    return call.value(Folding.reshape(numbers, repeating));
  }

  /**
   * One number for everything, or one for each position of an axis.
   *
   * @param stride elements from one position of the axis to the next
   * @param behind how many axes are behind it
   */
  private record Spread(float[] numbers, int stride, int behind) {
    static Spread of(Call call, Operand.Known known, int[] shape) {
      Tensor tensor = known.tensor();
      int given = call.attributes().integer("axis", 1);
      if (call.attributes().integer("block_size", 0) != 0) {
        throw new Refusal("has scales for blocks", "");
      }
      if (tensor.elementCount() == 1) {
        return new Spread(tensor.floats(), 1, 0);
      }
      int axis = Call.axis(given, shape.length);
      if (tensor.rank() != 1 || tensor.size(0) != shape[axis]) {
        throw new Refusal("has scales of %s".formatted(tensor), "");
      }
      int stride = 1;
      for (int i = axis + 1; i < shape.length; i++) {
        stride *= shape[i];
      }
      return new Spread(tensor.floats(), stride, shape.length - axis - 1);
    }

    float at(int element) {
      return numbers.length == 1 ? numbers[0] : numbers[element / stride % numbers.length];
    }

    /** The shape in which the numbers repeat along the other axes. */
    int[] repeating() {
      if (numbers.length == 1) {
        return new int[0];
      }
      int[] sizes = new int[behind + 1];
      Arrays.fill(sizes, 1);
      sizes[0] = numbers.length;
      return sizes;
    }
  }
}
