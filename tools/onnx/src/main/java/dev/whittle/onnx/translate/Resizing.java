package dev.whittle.onnx.translate;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Transpose;
import dev.whittle.ir.op.Upsample;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * {@code Resize} and {@code Upsample}. Enlarging by whole factors is an {@code upsample} where ONNX
 * means the same; every other way is, along each axis, a product with the matrix of its {@link
 * Interpolation}.
 */
final class Resizing {
  private Resizing() {}

  /** What becomes of one axis; an open size stays as it is. */
  private record Axis(Dim input, int output, float scale) {
    boolean isKept() {
      return input instanceof Dim.Symbol || input.is(output) && scale == 1;
    }

    int size() {
      return ((Dim.Fixed) input).size();
    }
  }

  /** {@code Upsample}, and {@code Resize} of operator set 10. */
  static void upsample(Call call) {
    float[] scales;
    if (call.operatorSet() < 9) {
      List<Float> list =
          call.attributes()
              .numbers("scales")
              .orElseThrow(() -> new Refusal("lacks its scales", ""));
      scales = new float[list.size()];
      for (int i = 0; i < scales.length; i++) {
        scales[i] = list.get(i);
      }
    } else {
      scales = call.weight(1, "scales").tensor().floats();
    }
    Value x = call.value(0);
    List<Integer> all = IntStream.range(0, call.shape(x).rank()).boxed().toList();
    String mode = call.attributes().text("mode", "nearest");
    emit(call, x, scaled(call.shape(x), all, scales), mode, "asymmetric", "floor");
  }

  static void resize(Call call) {
    if (call.operatorSet() < 11) {
      upsample(call);
      return;
    }
    Attributes attributes = call.attributes();
    Value x = call.value(0);
    Shape shape = call.shape(x);
    List<Integer> axes =
        attributes
            .integers("axes")
            .map(list -> list.stream().map(a -> Call.axis(a, shape.rank())).toList())
            .orElse(IntStream.range(0, shape.rank()).boxed().toList());
    boolean hasScales = call.has(2) && call.weight(2, "scales").tensor().elementCount() > 0;
    List<Axis> resized =
        hasScales
            ? scaled(shape, axes, call.weight(2, "scales").tensor().floats())
            : sized(call, shape, axes);
    String mode = attributes.text("mode", "nearest");
    boolean isShrinking = resized.stream().anyMatch(a -> !a.isKept() && a.scale() < 1);
    boolean isFiltered = mode.equals("cubic") || mode.equals("linear") && isShrinking;
    if (attributes.flag("antialias") && isFiltered) {
      throw new Refusal(
          "filters against aliases in the mode " + mode, "export the model without antialias");
    }
    emit(
        call,
        x,
        resized,
        mode,
        attributes.text("coordinate_transformation_mode", "half_pixel"),
        attributes.text("nearest_mode", "round_prefer_floor"));
  }

  private static List<Axis> kept(Shape shape) {
    List<Axis> axes = new ArrayList<>();
    shape
        .dims()
        .forEach(d -> axes.add(new Axis(d, d instanceof Dim.Fixed(int size) ? size : 0, 1)));
    return axes;
  }

  private static List<Axis> scaled(Shape shape, List<Integer> axes, float[] scales) {
    if (scales.length != axes.size()) {
      throw new Refusal("has %d scales for %s".formatted(scales.length, shape), "");
    }
    List<Axis> resized = kept(shape);
    for (int i = 0; i < scales.length; i++) {
      float scale = scales[i];
      if (scale != 1) {
        int input = shape.size(axes.get(i));
        double output = Math.floor((double) input * scale);
        if (!(scale > 0) || output < 1 || output > Integer.MAX_VALUE) {
          throw new Refusal("scales %d by %s".formatted(input, scale), "");
        }
        resized.set(axes.get(i), new Axis(Dim.of(input), (int) output, scale));
      }
    }
    return resized;
  }

  private static List<Axis> sized(Call call, Shape shape, List<Integer> axes) {
    Operand.Known sizes = Elementwise.known(call, 3);
    Tensor tensor = sizes.tensor();
    if (tensor.rank() != 1 || tensor.size(0) != axes.size()) {
      throw new Refusal("has the sizes %s for %s".formatted(tensor, shape), "");
    }
    List<Axis> resized = kept(shape);
    String policy = call.attributes().text("keep_aspect_ratio_policy", "stretch");
    double common = policy.equals("not_larger") ? Double.POSITIVE_INFINITY : 0;
    for (int i = 0; i < axes.size(); i++) {
      int axis = axes.get(i);
      if (shape.dim(axis) instanceof Dim.Symbol(String symbol)) {
        if (!symbol.equals(sizes.symbols().get(i))) {
          throw new Refusal(
              "gives the open size %s another size".formatted(symbol),
              "give all sizes with --shape");
        }
        continue;
      }
      int input = shape.size(axis);
      int output = Attributes.exact("sizes", Folding.integer(tensor, i));
      if (output < 1) {
        throw new Refusal("resizes %d to %d".formatted(input, output), "");
      }
      double scale = (double) output / input;
      common = policy.equals("not_larger") ? Math.min(common, scale) : Math.max(common, scale);
      resized.set(axis, new Axis(Dim.of(input), output, (float) scale));
    }
    return switch (policy) {
      case "stretch" -> resized;
      case "not_larger", "not_smaller" -> alike(resized, axes, common);
      default -> throw new Refusal("keeps the aspect ratio as " + policy, "");
    };
  }

  private static List<Axis> alike(List<Axis> resized, List<Integer> axes, double scale) {
    List<Axis> alike = new ArrayList<>(resized);
    for (int axis : axes) {
      if (resized.get(axis).input() instanceof Dim.Fixed(int input)) {
        int output = Math.max(1, (int) Math.floor(input * scale + 0.5));
        alike.set(axis, new Axis(Dim.of(input), output, (float) scale));
      }
    }
    return alike;
  }

  private static void emit(
      Call call, Value x, List<Axis> axes, String mode, String coordinates, String rounding) {
    Interpolation.Mode how =
        switch (mode) {
          case "nearest" -> new Interpolation.Mode.Nearest(rounding);
          case "linear" -> new Interpolation.Mode.Linear();
          case "cubic" ->
              new Interpolation.Mode.Cubic(
                  call.attributes().number("cubic_coeff_a", -0.75f),
                  call.attributes().flag("exclude_outside"));
          default -> throw new Refusal("has the mode `%s`".formatted(mode), "");
        };
    boolean isCrop = coordinates.equals("tf_crop_and_resize");
    List<Integer> changed =
        IntStream.range(0, axes.size())
            .filter(axis ->
                isCrop ? axes.get(axis).input() instanceof Dim.Fixed : !axes.get(axis).isKept())
            .boxed()
            .toList();
    float[] region = isCrop ? region(call, axes.size()) : new float[0];
    for (int axis : isCrop ? changed : List.<Integer>of()) {
      boolean isWhole = region[axis] == 0 && region[axis + axes.size()] == 1;
      if (axes.get(axis).scale() == 1 && !isWhole) {
        throw new Refusal(
            "takes a part of axis %d without resizing it".formatted(axis),
            "ONNX and ONNX Runtime disagree on that: use Slice");
      }
    }
    List<float[]> matrices = new ArrayList<>();
    Map<Integer, BitSet> outside = new TreeMap<>();
    for (int axis : changed) {
      Axis a = axes.get(axis);
      if (coordinates.equals("align_corners") && (float) a.size() * a.scale() != a.output()) {
        throw new Refusal(
            "aligns the corners of %s elements".formatted(a.size() * a.scale()),
            "ONNX and ONNX Runtime disagree on that: export the model with sizes");
      }
      float from = isCrop ? region[axis] : 0;
      float to = isCrop ? region[axis + axes.size()] : 1;
      Interpolation interpolation = new Interpolation(a.size(), a.output(), a.scale(), from, to);
      matrices.add(interpolation.matrix(how, coordinates));
      BitSet out = new BitSet();
      IntStream.range(0, a.output())
          .filter(i -> interpolation.isOutside(i, coordinates))
          .forEach(out::set);
      if (!out.isEmpty()) {
        outside.put(axis, out);
      }
    }
    List<Integer> needed =
        IntStream.range(0, changed.size())
            .filter(i -> !isIdentity(matrices.get(i), axes.get(changed.get(i))))
            .boxed()
            .toList();
    if (needed.isEmpty()) {
      call.give(0, new Operand.Live(x));
    } else if (isUpsample(axes, changed, matrices, mode)) {
      List<Integer> scales =
          axes.subList(2, axes.size()).stream().map(a -> a.output() / a.size()).toList();
      boolean isNearest = mode.equals("nearest");
      call.emit(
          new Upsample(scales, isNearest ? Upsample.Mode.NEAREST : Upsample.Mode.BILINEAR), x);
    } else {
      multiply(
          call,
          x,
          needed.stream().map(changed::get).toList(),
          needed.stream().map(matrices::get).toList());
    }
    float value = call.attributes().number("extrapolation_value", 0);
    if (!outside.isEmpty() && value != 0) {
      Operand.Known there = Operand.Known.of(outside(axes, outside, value));
      call.mapResults(y -> call.add("extrapolated", new Add(), y, call.value(there)));
    }
  }

  /** {@code value} where a result lies outside along some axis, else 0. */
  private static Tensor outside(List<Axis> axes, Map<Integer, BitSet> outside, float value) {
    int[] shape = new int[axes.size()];
    Arrays.fill(shape, 1);
    outside.keySet().forEach(axis -> shape[axis] = axes.get(axis).output());
    float[] values = new float[Folding.count(shape)];
    for (int i = 0; i < values.length; i++) {
      int rest = i;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        if (outside.containsKey(axis) && outside.get(axis).get(rest % shape[axis])) {
          values[i] = value;
        }
        rest /= shape[axis];
      }
    }
    return Tensor.of(values, shape);
  }

  /** The part of the input that is resized, of its size: starts, then ends. */
  private static float[] region(Call call, int rank) {
    float[] given = call.weight(1, "region").tensor().floats();
    List<Integer> axes =
        call.attributes().integers("axes").orElse(IntStream.range(0, rank).boxed().toList());
    if (given.length != 2 * axes.size()) {
      throw new Refusal("has a region of %d numbers".formatted(given.length), "");
    }
    float[] region = new float[2 * rank];
    Arrays.fill(region, rank, 2 * rank, 1);
    for (int i = 0; i < axes.size(); i++) {
      int axis = Call.axis(axes.get(i), rank);
      region[axis] = given[i];
      region[axis + rank] = given[i + axes.size()];
    }
    for (float end : region) {
      if (!Float.isFinite(end)) {
        throw new Refusal("has a region that ends at " + end, "");
      }
    }
    return region;
  }

  private static boolean isIdentity(float[] matrix, Axis axis) {
    boolean isIdentity = axis.size() == axis.output();
    for (int i = 0; isIdentity && i < matrix.length; i++) {
      isIdentity = matrix[i] == (i / axis.output() == i % axis.output() ? 1 : 0);
    }
    return isIdentity;
  }

  /** Whether an {@code upsample} has the same matrices. */
  private static boolean isUpsample(
      List<Axis> axes, List<Integer> changed, List<float[]> matrices, String mode) {
    int rank = axes.size();
    boolean isNearest = mode.equals("nearest");
    if (mode.equals("cubic")
        || rank < 3
        || rank > 5
        || !isNearest && rank != 4
        || axes.subList(2, rank).stream().anyMatch(a -> a.input() instanceof Dim.Symbol)) {
      return false;
    }
    for (int i = 0; i < changed.size(); i++) {
      Axis axis = axes.get(changed.get(i));
      if (changed.get(i) < 2 || axis.output() % axis.size() != 0) {
        return false;
      }
      int scale = axis.output() / axis.size();
      Interpolation own = new Interpolation(axis.size(), axis.output(), scale, 0, 1);
      float[] matrix =
          isNearest
              ? own.matrix(new Interpolation.Mode.Nearest("floor"), "asymmetric")
              : own.matrix(new Interpolation.Mode.Linear(), "half_pixel");
      if (!Arrays.equals(matrix, matrices.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Products along some axes, each as a convolution of size 1 whose channels are that axis. */
  private static void multiply(Call call, Value x, List<Integer> axes, List<float[]> matrices) {
    int rank = call.shape(x).rank();
    if (rank < 3 || rank > 5 || axes.contains(0)) {
      throw new Refusal("resizes the axes %s of %s".formatted(axes, call.shape(x)), "");
    }
    Value value = x;
    for (int i = 0; i < axes.size(); i++) {
      int axis = axes.get(i);
      int input = call.shape(value).size(axis);
      int[] shape = new int[rank];
      Arrays.fill(shape, 1);
      shape[0] = matrices.get(i).length / input;
      shape[1] = input;
      Value matrix = call.value(Operand.Known.of(Tensor.of(matrices.get(i), shape)));
      List<Integer> ones = Collections.nCopies(rank - 2, 1);
      Conv conv = new Conv(ones, ones, Collections.nCopies(2 * rank - 4, 0), ones, 1);
      List<Integer> order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
      Collections.swap(order, 1, axis);
      boolean isLast = i == axes.size() - 1;
      if (axis == 1) {
        value = step(call, isLast, "resized" + i, conv, value, matrix);
      } else {
        Value turned = call.add("turned" + i, new Transpose(order), value);
        Value product = call.add("product" + i, conv, turned, matrix);
        value = step(call, isLast, "resized" + i, new Transpose(order), product);
      }
    }
  }

  /** Adds an op; the last one takes the node's name. */
  private static Value step(Call call, boolean isLast, String role, Op op, Value... operands) {
    if (!isLast) {
      return call.add(role, op, operands);
    }
    call.emit(op, operands);
    return operands[0];
  }
}
