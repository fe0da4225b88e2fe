package dev.whittle.onnx.translate;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Upsample;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Enlarging by whole factors, in those of ONNX's many ways that come to the same. */
final class Resizing {
  private static final int MOST_SIZE = 1 << 16;

  /** Ways to place results between elements that leave what keeps its size as it is. */
  private static final Set<String> COORDINATES =
      Set.of(
          "half_pixel",
          "half_pixel_symmetric",
          "pytorch_half_pixel",
          "align_corners",
          "asymmetric");

  private Resizing() {}

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
    List<Integer> factors = factors(call.shape(x), scales);
    emit(call, x, factors, call.attributes().text("mode", "nearest"), "asymmetric", "floor");
  }

  static void resize(Call call) {
    if (call.operatorSet() < 11) {
      upsample(call);
      return;
    }
    Attributes attributes = call.attributes();
    if (attributes.flag("antialias") || attributes.has("axes")) {
      throw new Refusal("has the attribute antialias or axes", "");
    }
    if (!attributes.text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
      throw new Refusal("keeps the aspect ratio", "export the model with fixed sizes");
    }
    Value x = call.value(0);
    Shape shape = call.shape(x);
    boolean hasScales = call.has(2) && call.weight(2, "scales").tensor().elementCount() > 0;
    List<Integer> factors =
        hasScales
            ? factors(shape, call.weight(2, "scales").tensor().floats())
            : factors(shape, Elementwise.known(call, 3));
    emit(
        call,
        x,
        factors,
        attributes.text("mode", "nearest"),
        attributes.text("coordinate_transformation_mode", "half_pixel"),
        attributes.text("nearest_mode", "round_prefer_floor"));
  }

  private static List<Integer> factors(Shape x, float[] scales) {
    if (scales.length != x.rank()) {
      throw new Refusal("has %d scales for %s".formatted(scales.length, x), "");
    }
    List<Integer> factors = new ArrayList<>();
    for (float scale : scales) {
      if (scale != (int) scale || scale < 1) {
        throw new Refusal("scales by %s, only whole factors are read".formatted(scale), "");
      }
      factors.add((int) scale);
    }
    return factors;
  }

  private static List<Integer> factors(Shape x, Operand.Known sizes) {
    Tensor tensor = sizes.tensor();
    if (tensor.rank() != 1 || tensor.size(0) != x.rank()) {
      throw new Refusal("has the sizes %s for %s".formatted(tensor, x), "");
    }
    List<Integer> factors = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (x.dim(axis) instanceof Dim.Symbol(String symbol)) {
        if (!symbol.equals(sizes.symbols().get(axis))) {
          throw new Refusal(
              "gives the open size %s another size".formatted(symbol),
              "give all sizes with --shape");
        }
        factors.add(1);
        continue;
      }
      int size = Attributes.exact("sizes", Folding.integer(tensor, axis));
      if (size < x.size(axis) || size % x.size(axis) != 0) {
        throw new Refusal(
            "resizes %d to %d, only whole factors are read".formatted(x.size(axis), size), "");
      }
      factors.add(size / x.size(axis));
    }
    return factors;
  }

  private static void emit(
      Call call, Value x, List<Integer> factors, String mode, String coordinates, String rounding) {
    if (!COORDINATES.contains(coordinates)) {
      throw new Refusal("has coordinates " + coordinates, "");
    }
    if (factors.stream().allMatch(f -> f == 1)) {
      call.give(0, new Operand.Live(x));
      return;
    }
    if (factors.size() < 3 || factors.get(0) != 1 || factors.get(1) != 1) {
      throw new Refusal("enlarges batch or channels: " + factors, "");
    }
    List<Integer> scales = factors.subList(2, factors.size());
    boolean isNearest = mode.equals("nearest");
    Shape shape = call.shape(x);
    for (int i = 0; i < scales.size(); i++) {
      int size = shape.size(i + 2);
      boolean isSame =
          isNearest
              ? isRepeating(size, scales.get(i), coordinates, rounding)
              : mode.equals("linear") && isHalfPixel(size * (long) scales.get(i), coordinates);
      if (scales.get(i) > 1 && !isSame) {
        throw new Refusal(
            "enlarges in the mode %s with coordinates %s%s"
                .formatted(mode, coordinates, isNearest ? " and rounding " + rounding : ""),
            "nearest with coordinates asymmetric and rounding floor is read, and linear with half_pixel");
      }
    }
    if (!isNearest && scales.size() != 2) {
      throw new Refusal("interpolates %d axes".formatted(scales.size()), "");
    }
    call.emit(new Upsample(scales, isNearest ? Upsample.Mode.NEAREST : Upsample.Mode.BILINEAR), x);
  }

  private static boolean isHalfPixel(long size, String coordinates) {
    return coordinates.equals("half_pixel") || coordinates.equals("pytorch_half_pixel") && size > 1;
  }

  /** Whether every element is repeated {@code scale} times, whatever ONNX calls that. */
  private static boolean isRepeating(int size, int scale, String coordinates, String rounding) {
    long results = (long) size * scale;
    if (results > MOST_SIZE) {
      throw new Refusal("enlarges to %d".formatted(results), "");
    }
    for (int i = 0; i < results; i++) {
      double at =
          switch (coordinates) {
            case "asymmetric" -> (double) i / scale;
            case "half_pixel" -> (i + 0.5) / scale - 0.5;
            case "pytorch_half_pixel" -> results > 1 ? (i + 0.5) / scale - 0.5 : 0;
            case "align_corners" -> results > 1 ? (double) i * (size - 1) / (results - 1) : 0;
            default -> Double.NaN;
          };
      double nearest =
          switch (rounding) {
            case "round_prefer_floor" -> Math.ceil(at - 0.5);
            case "round_prefer_ceil" -> Math.floor(at + 0.5);
            case "floor" -> Math.floor(at);
            case "ceil" -> Math.ceil(at);
            default -> Double.NaN;
          };
      if (Math.max(0, Math.min(size - 1, nearest)) != i / scale) {
        return false;
      }
    }
    return true;
  }
}
