package dev.whittle.onnx.translate;

import dev.whittle.ir.Shape;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Mul;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code AveragePool} whose windows have gaps: the sum of each window by a convolution of each
 * channel alone, times one over how many elements it has.
 */
final class DilatedAverage {
  private DilatedAverage() {}

  /** One spatial axis: how many windows, how far they reach behind it, how many taps count. */
  private record Axis(int results, int pad, float[] counts) {}

  static void translate(Call call, Value x, WindowAttributes window) {
    Shape shape = call.shape(x);
    int spatial = window.kernel().size();
    int channels = shape.size(1);
    int[] kernel = new int[spatial + 2];
    kernel[0] = channels;
    kernel[1] = 1;
    for (int i = 0; i < spatial; i++) {
      kernel[i + 2] = window.kernel().get(i);
    }
    float[] ones = new float[Folding.count(kernel)];
    Arrays.fill(ones, 1);
    List<Axis> axes = new ArrayList<>();
    List<Integer> pads = new ArrayList<>(window.pads());
    for (int i = 0; i < spatial; i++) {
      axes.add(axis(call, shape.size(i + 2), i, window));
      pads.set(i + spatial, axes.get(i).pad());
    }
    Value weight = call.value(Operand.Known.of(Tensor.of(ones, kernel)));
    Conv conv = new Conv(window.kernel(), window.strides(), pads, window.dilations(), channels);
    Value shares = call.value(Operand.Known.of(shares(axes)));
    call.emit(new Mul(), call.add("sums", conv, x, weight), shares);
  }

  private static Axis axis(Call call, int size, int i, WindowAttributes window) {
    int spatial = window.kernel().size();
    int kernel = window.kernel().get(i);
    int stride = window.strides().get(i);
    int dilation = window.dilations().get(i);
    int begin = window.pads().get(i);
    int end = window.pads().get(i + spatial);
    if (kernel < 1 || stride < 1 || dilation < 1 || begin < 0 || end < 0) {
      throw new Refusal("its window is %s".formatted(window), "");
    }
    boolean isPadCounted = call.attributes().flag("count_include_pad");
    long span = (long) dilation * (kernel - 1) + 1;
    long room = (long) size + begin + end - span;
    if (room < 0) {
      throw new Refusal("its window spans %d of %d elements".formatted(span, size), "");
    }
    long last = room / stride;
    boolean isPartial = call.attributes().flag("ceil_mode") && room % stride != 0;
    if (isPartial && (last + 1) * stride < size + begin) {
      last++;
    }
    int results = Math.toIntExact(last + 1);
    Folding.count(results, kernel);
    float[] counts = new float[results];
    for (int result = 0; result < counts.length; result++) {
      for (int tap = 0; tap < kernel; tap++) {
        long at = (long) result * stride - begin + (long) tap * dilation;
        boolean isElement = at >= 0 && at < size;
        boolean isPad = at >= -begin && at < (long) size + end;
        counts[result] += isElement || isPadCounted && isPad ? 1 : 0;
      }
    }
    int reach = Math.toIntExact(Math.max(0, last * stride + span - size - begin));
    return new Axis(counts.length, reach, counts);
  }

  private static Tensor shares(List<Axis> axes) {
    int[] shape = axes.stream().mapToInt(Axis::results).toArray();
    float[] shares = new float[Folding.count(shape)];
    for (int i = 0; i < shares.length; i++) {
      int rest = i;
      float count = 1;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        count *= axes.get(axis).counts()[rest % shape[axis]];
        rest /= shape[axis];
      }
      shares[i] = 1 / count;
    }
    return Tensor.of(shares, shape);
  }
}
