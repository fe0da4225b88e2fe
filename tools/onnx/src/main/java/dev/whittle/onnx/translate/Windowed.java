package dev.whittle.onnx.translate;

import dev.whittle.ir.Shape;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.AveragePool;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.MaxPool;
import dev.whittle.runtime.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Convolutions and pools. */
final class Windowed {
  private Windowed() {}

  static void conv(Call call) {
    Tensor weight = call.weight(1, "weights").tensor();
    Value x = call.value(0);
    List<Integer> sizes = Arrays.stream(weight.shape()).boxed().toList();
    WindowAttributes window =
        WindowAttributes.of(
            call, call.shape(x), sizes.size() < 2 ? List.of() : sizes.subList(2, sizes.size()));
    Conv conv =
        new Conv(
            window.kernel(),
            window.strides(),
            window.pads(),
            window.dilations(),
            call.attributes().integer("group", 1));
    if (call.has(2)) {
      call.weight(2, "bias");
      call.emit(conv, x, call.value(1), call.value(2));
    } else {
      call.emit(conv, x, call.value(1));
    }
  }

  static void maxPool(Call call) {
    Value x = call.value(0);
    WindowAttributes window = WindowAttributes.of(call, call.shape(x), List.of());
    call.emit(
        new MaxPool(
            window.kernel(),
            window.strides(),
            window.pads(),
            window.dilations(),
            call.attributes().flag("ceil_mode")),
        x);
  }

  static void averagePool(Call call) {
    Value x = call.value(0);
    WindowAttributes window = WindowAttributes.of(call, call.shape(x), List.of());
    if (window.dilations().stream().anyMatch(d -> d != 1)) {
      DilatedAverage.translate(call, x, window);
      return;
    }
    call.emit(
        new AveragePool(
            window.kernel(),
            window.strides(),
            window.pads(),
            call.attributes().flag("ceil_mode"),
            call.attributes().flag("count_include_pad")),
        x);
  }

  /** The maximum of each channel: a pool whose window is the whole picture. */
  static void globalMaxPool(Call call) {
    Value x = call.value(0);
    Shape shape = call.shape(x);
    if (shape.rank() < 3) {
      throw new Refusal("takes at least 3 axes, is given %s".formatted(shape), "");
    }
    List<Integer> window =
        Arrays.stream(new Shape(shape.dims().subList(2, shape.rank())).sizes()).boxed().toList();
    List<Integer> ones = Collections.nCopies(window.size(), 1);
    List<Integer> zeros = Collections.nCopies(2 * window.size(), 0);
    call.emit(new MaxPool(window, ones, zeros, ones, false), x);
  }
}
