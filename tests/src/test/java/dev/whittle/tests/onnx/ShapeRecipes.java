package dev.whittle.tests.onnx;

import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Nodes that move, repeat, join and part elements. */
final class ShapeRecipes {
  private ShapeRecipes() {}

  /** The first axis that may change: the batch may not when it is open. */
  private static int first(Draft d, Port x) {
    return d.isOpen() && x.isLive() ? 1 : 0;
  }

  private static Port any(Draft d) {
    return d.chance(0.8) ? d.x() : d.known(d.choose(ElementType.F32, ElementType.I64));
  }

  private static Port shaped(Draft d) {
    Port x = any(d);
    d.require(x.rank() > first(d, x));
    return x;
  }

  static void concat(Draft d) {
    Port x = shaped(d);
    int axis = d.number(first(d, x), x.rank() - 1);
    List<Object> parts = new ArrayList<>(List.of(x));
    for (int i = d.number(0, 3); i > 0; i--) {
      int[] shape = x.shape();
      shape[axis] = d.number(1, 3);
      boolean isConstant = d.chance(0.3) && !(d.isOpen() && x.isLive());
      parts.add(isConstant ? d.fresh(x.value().type(), shape) : x);
    }
    d.attribute("axis", d.operatorSet() >= 11 && d.chance(0.3) ? axis - x.rank() : axis)
        .emit(parts.toArray());
  }

  static void split(Draft d) {
    Port x = d.x(p -> p.rank() > (d.isOpen() ? 1 : 0));
    int axis = d.axis(first(d, x), x.rank());
    int size = x.size(Math.floorMod(axis, x.rank()));
    int parts = d.number(1, Math.min(3, size));
    d.attribute("axis", axis);
    boolean isEven = size % parts == 0 || d.operatorSet() >= 18;
    if (isEven && d.chance(0.5)) {
      if (d.operatorSet() >= 18) {
        d.attribute("num_outputs", parts);
      }
      d.emitAll(parts, x);
      return;
    }
    List<Integer> sizes = new ArrayList<>(Collections.nCopies(parts - 1, 1));
    sizes.add(size - parts + 1);
    Object list = d.list("split", 13, sizes);
    d.emitAll(parts, x, list);
  }

  static void slice(Draft d) {
    Port x = shaped(d);
    List<Integer> starts = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    List<Integer> axes = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    for (int axis = first(d, x); axis < x.rank(); axis++) {
      if (d.chance(0.6)) {
        int size = x.size(axis);
        int start = d.number(0, size - 1);
        int end = d.number(start + 1, size);
        axes.add(axis);
        starts.add(d.chance(0.3) ? start - size : start);
        ends.add(
            end == size && d.chance(0.5)
                ? Integer.MAX_VALUE
                : end < size && d.chance(0.3) ? end - size : end);
        steps.add(d.choose(1, 1, 2));
      }
    }
    d.require(!axes.isEmpty());
    if (d.operatorSet() < 10) {
      d.attribute("starts", starts).attribute("ends", ends).attribute("axes", axes).emit(x);
    } else {
      d.emit(x, d.list(starts), d.list(ends), d.list(axes), d.chance(0.5) ? d.list(steps) : "");
    }
  }

  static void pad(Draft d) {
    Port x = d.x(p -> p.rank() > (d.isOpen() ? 1 : 0));
    int rank = x.rank();
    int first = first(d, x);
    List<Integer> pads = new ArrayList<>();
    for (int side = 0; side < 2; side++) {
      for (int axis = 0; axis < rank; axis++) {
        pads.add(axis < first || d.chance(0.5) ? 0 : d.number(x.size(axis) > 3 ? -1 : 0, 2));
      }
    }
    d.maybe("mode", "constant");
    if (d.operatorSet() < 11) {
      d.maybe("value", d.decimal()).attribute("pads", pads).emit(x);
      return;
    }
    Object value = d.chance(0.5) ? d.floats() : "";
    if (d.operatorSet() >= 18 && d.chance(0.5)) {
      int axis = d.axis(first, rank);
      d.emit(x, d.list(d.numbers(2, 0, 2)), value, d.list(List.of(axis)));
    } else {
      d.emit(x, d.list(pads), value);
    }
  }

  static void gather(Draft d) {
    Port x = shaped(d);
    int axis = d.axis(first(d, x), x.rank());
    int size = x.size(Math.floorMod(axis, x.rank()));
    d.require(size > 0);
    int count = d.number(0, 4);
    int least = d.operatorSet() >= 11 ? -size : 0;
    long[] indices =
        IntStream.range(0, Math.max(1, count)).mapToLong(_ -> d.number(least, size - 1)).toArray();
    if (axis != 0 || d.chance(0.5)) {
      d.attribute("axis", axis);
    }
    d.emit(x, d.integers(count == 0 ? new int[0] : new int[] {count}, indices));
  }

  static void squeeze(Draft d) {
    Port x = any(d);
    List<Integer> axes =
        IntStream.range(first(d, x), x.rank()).filter(axis -> x.size(axis) == 1).boxed().toList();
    d.require(!axes.isEmpty());
    if (!d.isOpen() && d.chance(0.2)) {
      d.emit(x);
      return;
    }
    Object list = d.list("axes", 13, axes.subList(0, d.number(1, axes.size())));
    d.emit(x, list);
  }

  static void unsqueeze(Draft d) {
    Port x = any(d);
    int axis = d.axis(first(d, x), x.rank() + 1);
    Object list =
        d.list(
            "axes",
            13,
            d.chance(0.3) ? List.of(axis, axis < 0 ? axis - 1 : axis + 1) : List.of(axis));
    d.emit(x, list);
  }

  static void reshape(Draft d) {
    Port x = any(d);
    if (x.isLive() && d.chance(0.3)) {
      flatten(d, x);
      return;
    }
    List<Integer> target = new ArrayList<>();
    int first = first(d, x);
    int rest = 1;
    for (int axis = 0; axis < x.rank(); axis++) {
      boolean isKept = axis < first || axis == target.size() && d.chance(0.3);
      if (isKept && rest == 1) {
        target.add(axis < first || d.chance(0.5) ? 0 : x.size(axis));
      } else {
        rest *= x.size(axis);
        if (d.chance(0.5)) {
          target.add(rest);
          rest = 1;
        }
      }
    }
    target.add(rest);
    if (d.chance(0.4)) {
      target.set(target.size() - 1, -1);
    }
    if (d.operatorSet() >= 14) {
      d.maybe("allowzero", 0);
    }
    d.emit(x, d.list(target));
  }

  /** What exporters make of {@code x.view(x.size(0), -1)}. */
  private static void flatten(Draft d, Port x) {
    d.require(x.rank() > 0);
    String shape = d.before("Shape", Map.of(), x);
    String batch = d.before("Gather", Map.of("axis", 0), shape, d.list(List.of(0)));
    String target = d.before("Concat", Map.of("axis", 0), batch, d.list(List.of(-1)));
    d.emit(x, target);
  }

  static void transpose(Draft d) {
    Port x = any(d);
    int first = first(d, x);
    List<Integer> order = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
    Collections.shuffle(order.subList(Math.min(first, order.size()), order.size()), shuffling(d));
    if (first == 0 && d.chance(0.2)) {
      d.emit(x);
    } else {
      d.require(!order.isEmpty());
      d.attribute("perm", order).emit(x);
    }
  }

  private static Random shuffling(Draft d) {
    return new Random(d.number(0, 1 << 20));
  }

  static void depthToSpace(Draft d) {
    int block = d.number(1, 2);
    Port x = d.x(p -> p.rank() == 4 && p.size(1) % (block * block) == 0);
    d.attribute("blocksize", block);
    if (d.operatorSet() >= 11) {
      d.maybe("mode", d.choose("DCR", "CRD"));
    }
    d.emit(x);
  }

  static void spaceToDepth(Draft d) {
    int block = d.number(1, 3);
    d.attribute("blocksize", block)
        .emit(d.x(p -> p.rank() == 4 && p.size(2) % block == 0 && p.size(3) % block == 0));
  }

  static void dropout(Draft d) {
    if (d.operatorSet() < 12) {
      d.maybe("ratio", 0.3f).emit(d.x());
    } else {
      Object ratio = d.chance(0.5) ? d.constant(Tensor.of(new float[] {0.5f})) : "";
      d.maybe("seed", 3).emit(d.x(), ratio);
    }
  }

  static void upsample(Draft d) {
    Port x = d.picture();
    List<Integer> scales = scales(d, x);
    d.maybe("mode", "nearest");
    if (d.operatorSet() < 9) {
      d.attribute("scales", Draft.decimals(decimals(scales))).emit(x);
    } else {
      d.emit(x, d.constant(Tensor.of(decimals(scales), scales.size())));
    }
  }

  static void resize(Draft d) {
    boolean isLinear = d.chance(0.4) && d.operatorSet() >= 11;
    Port x = isLinear ? d.x(4) : d.picture();
    List<Integer> scales = scales(d, x);
    Port factors = d.constant(Tensor.of(decimals(scales), scales.size()));
    if (isLinear) {
      d.attribute("mode", "linear").maybe("coordinate_transformation_mode", "half_pixel");
    } else if (d.operatorSet() >= 11) {
      d.attribute("coordinate_transformation_mode", d.choose("asymmetric", "half_pixel"))
          .attribute("nearest_mode", d.choose("floor", "round_prefer_floor"));
    }
    if (d.operatorSet() < 11) {
      d.emit(x, factors);
      return;
    }
    Object regions = d.operatorSet() >= 13 ? "" : d.floats(0);
    if (d.isOpen() || d.chance(0.5)) {
      d.emit(x, regions, factors);
      return;
    }
    List<Integer> sizes =
        IntStream.range(0, x.rank()).mapToObj(i -> scales.get(i) * x.size(i)).toList();
    d.emit(x, regions, d.operatorSet() >= 13 ? "" : d.floats(0), d.list(sizes));
  }

  private static List<Integer> scales(Draft d, Port x) {
    List<Integer> scales = new ArrayList<>(List.of(1, 1));
    scales.addAll(d.numbers(x.rank() - 2, 1, 3));
    return scales;
  }

  private static float[] decimals(List<Integer> numbers) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i);
    }
    return values;
  }
}
