package dev.whittle.onnx.translate;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Flatten;
import dev.whittle.ir.op.Reshape;
import dev.whittle.ir.op.Transpose;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Operators that give the same elements another shape or order. */
final class Shaping {
  private Shaping() {}

  static void reshape(Call call) {
    Operand.Known target = Elementwise.known(call, 1);
    if (target.tensor().type() != ElementType.I64 || target.tensor().rank() != 1) {
      throw new Refusal("its shape must be a list of integers, is " + target.tensor(), "");
    }
    boolean isZeroLiteral = call.attributes().flag("allowzero");
    List<Integer> sizes = new ArrayList<>();
    for (long size : Folding.longs(target)) {
      sizes.add(Attributes.exact("shape", size));
    }
    if (isZeroLiteral
        && IntStream.range(0, sizes.size())
            .anyMatch(i -> sizes.get(i) == 0 && !target.symbols().containsKey(i))) {
      throw new Refusal("makes an empty tensor", "");
    }
    if (call.operand(0) instanceof Operand.Known known) {
      Folding.requireNumbers(target);
      call.give(0, Folding.reshape(known, sizes(known.tensor().shape(), sizes)));
      return;
    }
    Value x = call.value(0);
    Shape shape = call.shape(x);
    target
        .symbols()
        .forEach((axis, symbol) -> {
          if (axis >= shape.rank() || !shape.dim(axis).equals(Dim.of(symbol))) {
            throw new Refusal(
                "moves the open size %s of %s to axis %d".formatted(symbol, shape, axis),
                "give all sizes with --shape");
          }
        });
    keepBatch(shape, sizes);
    call.emit(new Reshape(sizes), x);
  }

  /** Writes 0, which keeps an axis, for a −1 that can only be the open size there. */
  private static void keepBatch(Shape shape, List<Integer> sizes) {
    int free = sizes.indexOf(-1);
    if (free < 0 || free >= shape.rank() || !(shape.dim(free) instanceof Dim.Symbol)) {
      return;
    }
    long available = 1;
    long wanted = 1;
    for (int axis = 0; axis < shape.rank(); axis++) {
      boolean isKept = axis < sizes.size() && sizes.get(axis) == 0;
      if (axis != free && !isKept) {
        available *= shape.dim(axis) instanceof Dim.Fixed(int size) ? size : 0;
      }
    }
    for (int size : sizes) {
      wanted = Math.multiplyExact(wanted, Math.max(1, size));
    }
    if (available == wanted) {
      sizes.set(free, 0);
    }
  }

  /**
   * The shape that {@code sizes} with their 0 and −1 mean for a tensor of the shape {@code from}.
   */
  private static int[] sizes(int[] from, List<Integer> sizes) {
    int[] shape = new int[sizes.size()];
    long count = 1;
    for (int size : from) {
      count = Math.multiplyExact(count, (long) size);
    }
    long known = 1;
    int free = -1;
    for (int i = 0; i < shape.length; i++) {
      int size = sizes.get(i);
      if (size < -1 || size == -1 && free >= 0 || size == 0 && i >= from.length) {
        throw new Refusal("cannot give a tensor the shape " + sizes, "");
      }
      free = size == -1 ? i : free;
      shape[i] = size == 0 ? from[i] : size;
      known = size == -1 ? known : Math.multiplyExact(known, (long) shape[i]);
    }
    if (free >= 0 && known > 0 && count % known == 0) {
      shape[free] = Math.toIntExact(count / known);
    } else if (free >= 0 || known != count) {
      throw new Refusal(
          "cannot give a tensor of the shape %s the shape %s"
              .formatted(Arrays.toString(from), sizes),
          "");
    }
    return shape;
  }

  static void flatten(Call call) {
    int axis = call.attributes().integer("axis", 1);
    if (call.operand(0) instanceof Operand.Known known) {
      int[] shape = known.tensor().shape();
      int at = axis == shape.length ? axis : Call.axis(axis, shape.length);
      List<Tensor> source = List.of(known.tensor());
      int rows = Folding.count(source, Arrays.copyOf(shape, at));
      int columns = Folding.count(source, Arrays.copyOfRange(shape, at, shape.length));
      call.give(0, Folding.reshape(known, rows, columns));
      return;
    }
    Value x = call.value(0);
    int rank = call.shape(x).rank();
    call.emit(new Flatten(axis == rank ? axis : Call.axis(axis, rank)), x);
  }

  static void transpose(Call call) {
    if (call.operand(0) instanceof Operand.Known known) {
      int[] shape = known.tensor().shape();
      List<Integer> order = order(call, shape.length);
      int[] turned = order.stream().mapToInt(axis -> shape[axis]).toArray();
      call.give(0, Folding.pick(known, Folding.transposed(known.tensor(), order), turned));
      return;
    }
    Value x = call.value(0);
    call.emit(new Transpose(order(call, call.shape(x).rank())), x);
  }

  private static List<Integer> order(Call call, int rank) {
    List<Integer> reversed = IntStream.range(0, rank).mapToObj(i -> rank - 1 - i).toList();
    List<Integer> order = call.attributes().integers("perm").orElse(reversed);
    if (!order.stream().sorted().toList().equals(reversed.reversed())) {
      throw new Refusal("perm must order %d axes, is %s".formatted(rank, order), "");
    }
    return order;
  }

  static void squeeze(Call call) {
    List<Integer> axes = call.integers("axes", 1).orElse(List.of());
    List<Dim> dims = dims(call);
    Set<Integer> gone = new HashSet<>();
    for (int i = 0; i < dims.size(); i++) {
      if (axes.isEmpty() && dims.get(i).is(1)) {
        gone.add(i);
      }
    }
    axes.forEach(axis -> gone.add(Call.axis(axis, dims.size())));
    List<Dim> kept = new ArrayList<>();
    for (int i = 0; i < dims.size(); i++) {
      if (!gone.contains(i)) {
        kept.add(dims.get(i));
      } else if (!dims.get(i).is(1)) {
        throw new Refusal("squeezes axis %d of size %s".formatted(i, dims.get(i)), "");
      }
    }
    give(call, kept);
  }

  static void unsqueeze(Call call) {
    List<Integer> axes =
        call.integers("axes", 1).orElseThrow(() -> new Refusal("lacks its axes", ""));
    List<Dim> dims = dims(call);
    int rank = dims.size() + axes.size();
    Set<Integer> added = new HashSet<>();
    axes.forEach(axis -> added.add(Call.axis(axis, rank)));
    if (added.size() != axes.size()) {
      throw new Refusal("axes names one axis twice: " + axes, "");
    }
    List<Dim> all = new ArrayList<>();
    for (int i = 0, from = 0; i < rank; i++) {
      all.add(added.contains(i) ? Dim.of(1) : dims.get(from++));
    }
    give(call, all);
  }

  private static List<Dim> dims(Call call) {
    return call.shape(0).dims();
  }

  private static void give(Call call, List<Dim> dims) {
    if (call.operand(0) instanceof Operand.Known known) {
      call.give(0, Folding.reshape(known, new Shape(dims).sizes()));
    } else {
      call.reshape(call.value(0), dims);
    }
  }

  /** DCR: depth, then column and row of the block; CRD the other way round. */
  static void depthToSpace(Call call) {
    Value x = call.value(0);
    int[] shape = picture(call, x);
    int block = block(call);
    boolean isDepthFirst =
        switch (call.attributes().text("mode", "DCR")) {
          case "DCR" -> true;
          case "CRD" -> false;
          case String mode -> throw new Refusal("its mode is `%s`".formatted(mode), "");
        };
    int channels = shape[1] / block / block;
    if (channels * block * block != shape[1]) {
      throw new Refusal("%d channels are no blocks of %d".formatted(shape[1], block), "");
    }
    int height = shape[2];
    int width = shape[3];
    Value rows =
        isDepthFirst
            ? turned(
                call,
                "columns",
                x,
                List.of(0, block, block, channels, height * width),
                List.of(0, 1, 3, 4, 2))
            : turned(
                call,
                "columns",
                x,
                List.of(0, channels * block, block, height * width),
                List.of(0, 1, 3, 2));
    Value done =
        isDepthFirst
            ? turned(
                call,
                "rows",
                rows,
                List.of(0, block, channels * height, width * block),
                List.of(0, 2, 1, 3))
            : turned(
                call,
                "rows",
                rows,
                List.of(0, channels, block, height, width * block),
                List.of(0, 1, 3, 2, 4));
    call.emit(new Reshape(List.of(0, channels, height * block, width * block)), done);
  }

  static void spaceToDepth(Call call) {
    Value x = call.value(0);
    int[] shape = picture(call, x);
    int block = block(call);
    int height = shape[2] / block;
    int width = shape[3] / block;
    Value rows =
        turned(
            call,
            "rows",
            x,
            List.of(0, shape[1] * height, block, width * block),
            List.of(0, 2, 1, 3));
    Value columns =
        turned(
            call,
            "columns",
            rows,
            List.of(0, block, shape[1], height * width, block),
            List.of(0, 1, 4, 2, 3));
    call.emit(new Reshape(List.of(0, shape[1] * block * block, height, width)), columns);
  }

  /** {@code x} in the shape {@code split} with its axes in another order; kernels take five. */
  private static Value turned(
      Call call, String role, Value x, List<Integer> split, List<Integer> order) {
    Value blocks = call.add(role + "/blocks", new Reshape(split), x);
    return call.add(role, new Transpose(order), blocks);
  }

  private static int block(Call call) {
    int block = call.attributes().integer("blocksize", 0);
    if (block < 1 || block > 1 << 12) {
      throw new Refusal("its blocksize is " + block, "");
    }
    return block;
  }

  /** The sizes of a picture; that of the batch, which may be open, is 0. */
  private static int[] picture(Call call, Value x) {
    Shape shape = call.shape(x);
    if (shape.rank() != 4) {
      throw new Refusal("takes 4 axes, is given %s".formatted(shape), "");
    }
    return new int[] {0, shape.size(1), shape.size(2), shape.size(3)};
  }
}
