package dev.whittle.onnx.translate;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Split;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Operators that take tensors apart and put them together. */
final class Parts {
  /** Parts that an axis is put together of. */
  static final int MOST_PARTS = 4096;

  private Parts() {}

  static void concat(Call call) {
    int axis = call.attributes().integer("axis", 1);
    if (call.inputs() == 0) {
      throw new Refusal("joins nothing", "");
    }
    if (call.isKnown()) {
      List<Operand.Known> parts =
          IntStream.range(0, call.inputs()).mapToObj(i -> Elementwise.known(call, i)).toList();
      call.give(0, Folding.concat(parts, axis));
      return;
    }
    Value[] parts = IntStream.range(0, call.inputs()).mapToObj(call::value).toArray(Value[]::new);
    call.emit(new Concat(Call.axis(axis, call.shape(parts[0]).rank())), parts);
  }

  static void split(Call call) {
    Value x = call.value(0);
    Shape shape = call.shape(x);
    int axis = Call.axis(call.attributes().integer("axis", 0), shape.rank());
    int parts = call.attributes().integer("num_outputs", call.outputs());
    List<Integer> sizes =
        call.integers("split", 1)
            .filter(list -> !list.isEmpty())
            .orElseGet(() -> equal(shape.size(axis), parts));
    List<Integer> kept =
        IntStream.range(0, sizes.size())
            .filter(i -> sizes.get(i) != 0 || call.isNeeded(i))
            .boxed()
            .toList();
    call.emit(kept::get, new Split(axis, kept.stream().map(sizes::get).toList()), x);
  }

  private static List<Integer> equal(int size, int parts) {
    if (parts < 1 || parts > MOST_PARTS) {
      throw new Refusal("splits into %d parts".formatted(parts), "");
    }
    int piece = Math.ceilDiv(size, parts);
    List<Integer> sizes = new ArrayList<>(Collections.nCopies(parts - 1, piece));
    sizes.add(size - piece * (parts - 1));
    return sizes;
  }

  static void slice(Call call) {
    boolean isOld = call.operatorSet() < 10;
    List<Long> starts = isOld ? list(call, "starts") : call.longs(1, "starts");
    List<Long> ends = isOld ? list(call, "ends") : call.longs(2, "ends");
    List<Integer> all = IntStream.range(0, starts.size()).boxed().toList();
    List<Integer> axes = call.integers("axes", 3).orElse(all);
    List<Integer> ones = Collections.nCopies(starts.size(), 1);
    List<Integer> steps = call.has(4) ? call.integers(4, "steps") : ones;
    if (ends.size() != all.size() || axes.size() != all.size() || steps.size() != all.size()) {
      throw new Refusal("its starts, ends, axes and steps differ in length", "");
    }
    if (call.operand(0) instanceof Operand.Known known) {
      call.give(0, sliced(known, starts, ends, axes, steps));
      return;
    }
    Value x = call.value(0);
    Shape shape = call.shape(x);
    List<Integer> kept = new ArrayList<>();
    for (int i : all) {
      int axis = Call.axis(axes.get(i), shape.rank());
      boolean isWhole =
          (starts.get(i) == 0 || starts.get(i) <= -Integer.MAX_VALUE)
              && ends.get(i) >= Integer.MAX_VALUE
              && steps.get(i) == 1;
      if (!isWhole) {
        if (steps.get(i) == 0) {
          throw new Refusal("has the step 0", "");
        }
        if (shape.dim(axis) instanceof Dim.Symbol(String symbol)) {
          throw new Refusal(
              "takes a part of the open size " + symbol, "give all sizes with --shape");
        }
        kept.add(i);
      }
    }
    if (kept.isEmpty()) {
      call.give(0, new Operand.Live(x));
      return;
    }
    for (int i : kept) {
      if (steps.get(i) < 0) {
        int axis = Call.axis(axes.get(i), shape.rank());
        int[] taken = taken(shape.size(axis), starts.get(i), ends.get(i), steps.get(i));
        x = join(call, "axis" + axis, x, axis, taken);
      }
    }
    List<Integer> forwards = kept.stream().filter(i -> steps.get(i) > 0).toList();
    if (forwards.isEmpty()) {
      call.give(0, new Operand.Live(x));
      return;
    }
    call.emit(
        new Slice(
            forwards.stream().map(i -> clamp(starts.get(i))).toList(),
            forwards.stream().map(i -> clamp(ends.get(i))).toList(),
            forwards.stream().map(i -> Call.axis(axes.get(i), shape.rank())).toList(),
            forwards.stream().map(steps::get).toList()),
        x);
  }

  private static List<Long> list(Call call, String name) {
    return call.attributes()
        .longs(name)
        .orElseThrow(() -> new Refusal("lacks the attribute " + name, ""));
  }

  private static int clamp(long position) {
    return Math.clamp(position, -Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  private static Operand.Known sliced(
      Operand.Known x,
      List<Long> starts,
      List<Long> ends,
      List<Integer> axes,
      List<Integer> steps) {
    Operand.Known part = x;
    for (int i = 0; i < starts.size(); i++) {
      int[] shape = part.tensor().shape();
      int axis = Call.axis(axes.get(i), shape.length);
      part = picked(part, axis, taken(shape[axis], starts.get(i), ends.get(i), steps.get(i)));
    }
    return part;
  }

  /** The positions that a slice takes of an axis of {@code size} elements. */
  private static int[] taken(int size, long start, long end, int step) {
    if (step == 0) {
      throw new Refusal("has the step 0", "");
    }
    int least = step > 0 ? 0 : -1;
    int most = step > 0 ? size : size - 1;
    int from = position(start, size, 0, most);
    int to = position(end, size, least, most);
    List<Integer> taken = new ArrayList<>();
    for (long at = from; step > 0 ? at < to : at > to; at += step) {
      taken.add((int) at);
    }
    return taken.stream().mapToInt(t -> t).toArray();
  }

  private static int position(long at, int size, int least, int most) {
    return Math.toIntExact(Math.max(least, Math.min(most, at < 0 ? Math.max(at + size, -1) : at)));
  }

  /** The rows {@code taken} of one axis. */
  private static Operand.Known picked(Operand.Known x, int axis, int[] taken) {
    int[] shape = x.tensor().shape();
    int size = shape[axis];
    List<Tensor> source = List.of(x.tensor());
    int outer = Folding.count(source, Arrays.copyOf(shape, axis));
    int inner = Folding.count(source, Arrays.copyOfRange(shape, axis + 1, shape.length));
    shape[axis] = taken.length;
    int[] indices = new int[Folding.count(source, shape)];
    int at = 0;
    for (int i = 0; i < outer; i++) {
      for (int row : taken) {
        for (int j = 0; j < inner; j++) {
          indices[at++] = (i * size + row) * inner + j;
        }
      }
    }
    return Folding.pick(x, indices, shape);
  }

  static void gather(Call call) {
    int axis = call.attributes().integer("axis", 0);
    Operand.Known indices = Elementwise.known(call, 1);
    List<Long> wanted = Folding.longs(indices);
    Folding.requireNumbers(indices);
    if (call.operand(0) instanceof Operand.Known known) {
      int[] shape = known.tensor().shape();
      int at = Call.axis(axis, shape.length);
      int[] taken = wanted.stream().mapToInt(i -> index(i, shape[at])).toArray();
      Operand.Known flat = picked(known, at, taken);
      int[] inserted = indices.tensor().shape();
      int[] result =
          IntStream.concat(
                  IntStream.concat(Arrays.stream(shape, 0, at), Arrays.stream(inserted)),
                  Arrays.stream(shape, at + 1, shape.length))
              .toArray();
      call.give(0, Folding.reshape(flat, result));
      return;
    }
    gather(call, axis, indices.tensor(), wanted);
  }

  private static void gather(Call call, int axis, Tensor indices, List<Long> wanted) {
    Value x = call.value(0);
    Shape shape = call.shape(x);
    int at = Call.axis(axis, shape.rank());
    if (wanted.isEmpty() || wanted.size() > MOST_PARTS) {
      throw new Refusal("gathers by indices of the shape %s".formatted(indices), "");
    }
    int[] rows = wanted.stream().mapToInt(i -> index(i, shape.size(at))).toArray();
    if (indices.rank() == 0) {
      List<Dim> dims = new ArrayList<>(shape.dims());
      dims.remove(at);
      Value row = call.add("row", rows(at, rows[0], rows[0] + 1), x);
      call.reshape(row, dims);
      return;
    }
    Value taken = join(call, "rows", x, at, rows);
    List<Dim> dims = new ArrayList<>(shape.dims());
    dims.remove(at);
    dims.addAll(at, Shape.of(indices.shape()).dims());
    call.reshape(taken, dims);
  }

  /** The rows of one axis, as slices of neighbours that are joined. */
  static Value join(Call call, String role, Value x, int axis, int[] rows) {
    if (rows.length == 0 || rows.length > MOST_PARTS) {
      throw new Refusal("takes %d parts of axis %d".formatted(rows.length, axis), "");
    }
    List<Slice> runs = new ArrayList<>();
    for (int from = 0; from < rows.length; ) {
      int to = from + 1;
      while (to < rows.length && rows[to] == rows[to - 1] + 1) {
        to++;
      }
      runs.add(rows(axis, rows[from], rows[to - 1] + 1));
      from = to;
    }
    Value[] parts = runs.stream().map(run -> call.add("part", run, x)).toArray(Value[]::new);
    return parts.length == 1 ? parts[0] : call.add(role, new Concat(axis), parts);
  }

  private static Slice rows(int axis, int from, int to) {
    return new Slice(List.of(from), List.of(to), List.of(axis), List.of(1));
  }

  private static int index(long index, int size) {
    if (index < -size || index >= size) {
      throw new Refusal("gathers index %d of %d".formatted(index, size), "");
    }
    return (int) (index < 0 ? index + size : index);
  }

  static void expand(Call call) {
    Operand.Known target = Elementwise.known(call, 1);
    if (target.tensor().type() != ElementType.I64) {
      throw new Refusal("its shape must be integers", "");
    }
    if (call.operand(0) instanceof Operand.Known known) {
      Folding.requireNumbers(target);
      int[] sizes = Folding.longs(target).stream().mapToInt(Math::toIntExact).toArray();
      int[] shape = Folding.broadcast(known.tensor().shape(), sizes);
      int count = Folding.count(shape);
      call.give(
          0, Folding.pick(known, Folding.broadcast(known.tensor().shape(), shape, count), shape));
      return;
    }
    Value x = call.value(0);
    Shape shape = call.shape(x);
    int rank = target.tensor().rank() == 0 ? 0 : target.tensor().size(0);
    int[] repeats = new int[rank];
    for (int i = 0; i < rank; i++) {
      int own = i - (rank - shape.rank());
      Dim dim = own < 0 ? Dim.of(1) : shape.dim(own);
      boolean isOpen = target.symbols().containsKey(i);
      boolean isSame = dim.equals(Dim.of(target.symbols().getOrDefault(i, "")));
      int size = Attributes.exact("shape", Folding.integer(target.tensor(), i));
      if (isOpen && !isSame) {
        throw new Refusal(
            "repeats %s by the open size %s".formatted(shape, target.symbols().get(i)),
            "give all sizes with --shape");
      }
      repeats[i] = isOpen || size == 1 || dim.is(size) ? 1 : size;
    }
    if (rank <= shape.rank() && Arrays.stream(repeats).allMatch(r -> r == 1)) {
      call.give(0, new Operand.Live(x));
      return;
    }
    float[] ones = new float[Folding.count(repeats)];
    Arrays.fill(ones, 1);
    Operand.Known factor = Operand.Known.of(Tensor.of(ones, repeats));
    call.emit(new Mul(), x, call.value(factor));
  }

  static void tile(Call call) {
    List<Integer> repeats = call.integers(1, "repeats");
    if (call.operand(0) instanceof Operand.Known known) {
      if (repeats.size() != known.tensor().rank()) {
        throw new Refusal("repeats %s by %s".formatted(known.tensor(), repeats), "");
      }
      Operand.Known tiled = known;
      for (int axis = 0; axis < repeats.size(); axis++) {
        int size = known.tensor().size(axis);
        int[] taken = new int[Folding.count(size, repeats.get(axis))];
        for (int i = 0; i < taken.length; i++) {
          taken[i] = i % size;
        }
        tiled = picked(tiled, axis, taken);
      }
      call.give(0, tiled);
      return;
    }
    Value x = call.value(0);
    if (repeats.size() != call.shape(x).rank()) {
      throw new Refusal("repeats %s by %s".formatted(call.shape(x), repeats), "");
    }
    for (int axis = 0; axis < repeats.size(); axis++) {
      int times = repeats.get(axis);
      if (times < 1 || times > MOST_PARTS) {
        throw new Refusal("repeats an axis %d times".formatted(times), "");
      }
      if (times > 1) {
        Value[] parts = new Value[times];
        Arrays.fill(parts, x);
        x = call.add("axis" + axis, new Concat(axis), parts);
      }
    }
    call.give(0, new Operand.Live(x));
  }
}
