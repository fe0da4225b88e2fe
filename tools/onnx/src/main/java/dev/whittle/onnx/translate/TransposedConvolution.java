package dev.whittle.onnx.translate;

import dev.whittle.ir.Shape;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Reshape;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Transpose;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * {@code ConvTranspose} as a convolution with stride 1 that computes, for every position of its
 * input, the {@code strides} results there as channels of their own, which a transposition then
 * puts side by side (Shi et al. 2016, "Is the deconvolution layer the same as a convolutional
 * layer?").
 */
final class TransposedConvolution {
  /** How many times as large as the model's the weights may be, whatever their size. */
  private static final long MOST_GROWTH = 4;

  private final Call call;
  private final List<Axis> axes;
  private final int groups;

  private TransposedConvolution(Call call, List<Axis> axes) {
    this.call = call;
    this.axes = axes;
    this.groups = call.attributes().integer("group", 1);
  }

  static void translate(Call call) {
    Value x = call.value(0);
    Tensor weight = call.weight(1, "weights").tensor();
    Shape shape = call.shape(x);
    if (weight.rank() != shape.rank() || shape.rank() < 3 || shape.rank() > 5) {
      throw new Refusal("has weights of %s for %s".formatted(weight, shape), "");
    }
    TransposedConvolution convolution =
        new TransposedConvolution(call, Axis.all(call, shape, weight));
    convolution.emit(x, weight);
  }

  /**
   * One spatial axis. Without pads, result {@code q · stride + phase} is the sum over the taps
   * {@code j} of {@code x[q − j] · w[j · stride + phase]}.
   *
   * @param kernel taps of the weights
   * @param taps taps of the convolution
   * @param first the first {@code q} that is needed
   * @param last the last one
   * @param cut results before the first one that is wanted
   * @param output results that are wanted
   */
  private record Axis(
      int input,
      int kernel,
      int stride,
      int dilation,
      int taps,
      int first,
      int last,
      int cut,
      int output) {
    static List<Axis> all(Call call, Shape x, Tensor weight) {
      Attributes attributes = call.attributes();
      int count = x.rank() - 2;
      List<Integer> kernels = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        kernels.add(weight.size(i + 2));
      }
      if (!attributes.integers("kernel_shape").orElse(kernels).equals(kernels)) {
        throw new Refusal("its kernel_shape is not that of its weights " + weight, "");
      }
      List<Integer> strides = list(attributes, "strides", count, 1);
      List<Integer> dilations = list(attributes, "dilations", count, 1);
      List<Integer> more = list(attributes, "output_padding", count, 0);
      List<Integer> pads = list(attributes, "pads", 2 * count, 0);
      List<Integer> outputs = attributes.integers("output_shape").orElse(List.of());
      String auto = attributes.text("auto_pad", "NOTSET");
      boolean isSame = auto.startsWith("SAME_");
      List<Axis> axes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int stride = strides.get(i);
        int dilation = dilations.get(i);
        if (stride < 1 || dilation < 1 || more.get(i) < 0 || kernels.get(i) < 1) {
          throw new Refusal("its strides, dilations or pads are out of range", "");
        }
        int input = x.size(i + 2);
        long whole =
            (input - 1L) * stride + more.get(i) + (long) dilation * (kernels.get(i) - 1) + 1;
        boolean isGiven = !outputs.isEmpty();
        long output =
            isGiven
                ? outputs.get(outputs.size() - count + i)
                : isSame
                    ? Math.min(whole, (long) input * stride)
                    : auto.equals("VALID") ? whole : whole - pads.get(i) - pads.get(i + count);
        long total = Math.max(0, whole - output);
        long begin =
            isGiven || isSame
                ? auto.equals("SAME_UPPER") ? total / 2 : total - total / 2
                : auto.equals("VALID") ? 0 : pads.get(i);
        axes.add(of(input, kernels.get(i), stride, dilation, begin, output));
      }
      return axes;
    }

    private static List<Integer> list(Attributes attributes, String name, int count, int other) {
      List<Integer> list =
          attributes
              .integers(name)
              .filter(given -> !given.isEmpty())
              .orElse(Collections.nCopies(count, other));
      if (list.size() != count) {
        throw new Refusal("its %s must be %d numbers, are %s".formatted(name, count, list), "");
      }
      return list;
    }

    private static Axis of(
        int input, int kernel, int stride, int dilation, long begin, long output) {
      int size = Attributes.exact("output", output);
      int skipped = Attributes.exact("pads", begin);
      if (size < 1 || skipped < 0) {
        throw new Refusal("has %d results on an axis, %d cut off".formatted(output, begin), "");
      }
      int span = Math.addExact(Math.multiplyExact(dilation, kernel - 1), 1);
      int taps = stride == 1 ? kernel : Math.ceilDiv(span, stride);
      int first = skipped / stride;
      int last = Math.addExact(skipped, size - 1) / stride;
      return new Axis(
          input, kernel, stride, dilation, taps, first, last, skipped - first * stride, size);
    }

    /** What is between two taps of the convolution. */
    int spread() {
      return stride == 1 ? dilation : 1;
    }

    int padBegin() {
      return spread() * (taps - 1) - first;
    }

    int padEnd() {
      return last + 1 - input;
    }

    int positions() {
      return last - first + 1;
    }

    /** Which tap of the convolution tap {@code k} of the weights becomes; it runs backwards. */
    int tap(int k) {
      return taps - 1 - (stride == 1 ? k : k * dilation / stride);
    }

    int phase(int k) {
      return k * dilation % stride;
    }
  }

  private void emit(Value x, Tensor weight) {
    int phases = axes.stream().mapToInt(Axis::stride).reduce(1, Math::multiplyExact);
    int outputs = Math.multiplyExact(weight.size(1), groups);
    List<Value> operands = new ArrayList<>();
    operands.add(cropped(x));
    operands.add(call.value(call.weight(1, "weights").with(phased(weight, phases))));
    if (call.has(2)) {
      Operand.Known bias = call.weight(2, "bias");
      if (bias.tensor().rank() != 1 || bias.tensor().size(0) != outputs) {
        throw new Refusal("has the bias %s for %d channels".formatted(bias.tensor(), outputs), "");
      }
      int[] repeated = new int[Math.multiplyExact(outputs, phases)];
      for (int i = 0; i < repeated.length; i++) {
        repeated[i] = i / phases;
      }
      operands.add(call.value(Folding.pick(bias, repeated, repeated.length)));
    }
    List<Op> moves = new ArrayList<>();
    if (phases > 1) {
      interleave(moves, outputs);
    }
    cut(moves);
    Value[] read = operands.toArray(Value[]::new);
    if (moves.isEmpty()) {
      call.emit(conv(), read);
      return;
    }
    Value value = call.add("phases", conv(), read);
    for (int i = 0; i < moves.size() - 1; i++) {
      value = call.add("move" + i, moves.get(i), value);
    }
    call.emit(moves.getLast(), value);
  }

  /** The input without what no result reads. */
  private Value cropped(Value x) {
    List<Integer> cropped = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      Axis axis = axes.get(i);
      if (axis.padBegin() < 0 || axis.padEnd() < 0) {
        cropped.add(i + 2);
        starts.add(Math.max(0, -axis.padBegin()));
        ends.add(axis.input() + Math.min(0, axis.padEnd()));
      }
    }
    return cropped.isEmpty()
        ? x
        : call.add(
            "crop", new Slice(starts, ends, cropped, Collections.nCopies(cropped.size(), 1)), x);
  }

  private Conv conv() {
    List<Integer> pads = new ArrayList<>();
    axes.forEach(axis -> pads.add(Math.max(0, axis.padBegin())));
    axes.forEach(axis -> pads.add(Math.max(0, axis.padEnd())));
    return new Conv(
        axes.stream().map(Axis::taps).toList(),
        Collections.nCopies(axes.size(), 1),
        pads,
        axes.stream().map(Axis::spread).toList(),
        groups);
  }

  /** {@code [C, M / groups, kernel…]} as {@code [M · phases, C / groups, taps…]}. */
  private Tensor phased(Tensor weight, int phases) {
    int channels = weight.size(0);
    if (groups < 1 || channels % groups != 0) {
      throw new Refusal("makes %d groups of %d channels".formatted(groups, channels), "");
    }
    int perGroup = channels / groups;
    int[] shape = new int[weight.rank()];
    shape[0] = Math.multiplyExact(Math.multiplyExact(weight.size(1), groups), phases);
    shape[1] = perGroup;
    for (int i = 0; i < axes.size(); i++) {
      shape[i + 2] = axes.get(i).taps();
    }
    float[] from = weight.floats();
    long count = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
    float[] to = new float[count <= MOST_GROWTH * from.length ? (int) count : Folding.count(shape)];
    int kernel = axes.stream().mapToInt(Axis::kernel).reduce(1, (a, b) -> a * b);
    int taps = axes.stream().mapToInt(Axis::taps).reduce(1, Math::multiplyExact);
    for (int i = 0; i < from.length; i++) {
      int channel = i / kernel / weight.size(1);
      int output = channel / perGroup * weight.size(1) + i / kernel % weight.size(1);
      int phase = 0;
      int tap = 0;
      int rest = kernel;
      for (Axis axis : axes) {
        rest /= axis.kernel();
        int k = i / rest % axis.kernel();
        phase = phase * axis.stride() + axis.phase(k);
        tap = tap * axis.taps() + axis.tap(k);
      }
      to[((output * phases + phase) * perGroup + channel % perGroup) * taps + tap] = from[i];
    }
    return Tensor.of(to, shape);
  }

  /** Puts the phases of one axis after the other between its positions, in five axes at most. */
  private void interleave(List<Op> moves, int outputs) {
    int channels = axes.stream().mapToInt(Axis::stride).reduce(outputs, Math::multiplyExact);
    int before = axes.stream().mapToInt(Axis::positions).reduce(1, Math::multiplyExact);
    int behind = 1;
    List<Integer> joined = new ArrayList<>();
    for (Axis axis : axes.reversed()) {
      channels /= axis.stride();
      if (axis.stride() > 1) {
        moves.add(new Reshape(List.of(0, channels, axis.stride(), before, behind)));
        moves.add(new Transpose(List.of(0, 1, 3, 2, 4)));
      }
      int size = Math.multiplyExact(axis.positions(), axis.stride());
      joined.addFirst(size);
      before /= axis.positions();
      behind = Math.multiplyExact(behind, size);
    }
    joined.addAll(0, List.of(0, outputs));
    moves.add(new Reshape(joined));
  }

  private void cut(List<Op> moves) {
    List<Integer> cut = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      if (axes.get(i).positions() * axes.get(i).stride() != axes.get(i).output()) {
        cut.add(i);
      }
    }
    if (!cut.isEmpty()) {
      moves.add(
          new Slice(
              cut.stream().map(i -> axes.get(i).cut()).toList(),
              cut.stream().map(i -> axes.get(i).cut() + axes.get(i).output()).toList(),
              cut.stream().map(i -> i + 2).toList(),
              Collections.nCopies(cut.size(), 1)));
    }
  }
}
