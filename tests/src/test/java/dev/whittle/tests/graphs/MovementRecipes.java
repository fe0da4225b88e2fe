package dev.whittle.tests.graphs;

import static dev.whittle.tests.graphs.Grower.read;

import dev.whittle.ir.Value;
import dev.whittle.ir.op.ChannelShuffle;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Flatten;
import dev.whittle.ir.op.Mean;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Pad;
import dev.whittle.ir.op.ReduceMax;
import dev.whittle.ir.op.ReduceMin;
import dev.whittle.ir.op.ReduceSum;
import dev.whittle.ir.op.Reshape;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Split;
import dev.whittle.ir.op.Transpose;
import dev.whittle.ir.op.Upsample;
import dev.whittle.ir.op.Upsample.Mode;
import dev.whittle.tests.graphs.Grower.Operand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Ops that rearrange, join, cut and enlarge tensors, and the mean over axes. */
final class MovementRecipes {
  private final Grower grower;
  private final SplittableRandom random;

  MovementRecipes(Grower grower) {
    this.grower = grower;
    this.random = grower.random();
  }

  void concat() {
    Optional<Value> first = grower.value(shape -> shape.length >= 2);
    if (first.isEmpty()) {
      return;
    }
    int[] shape = grower.shape(first.get());
    int axis = grower.chance(3) ? axis(shape.length) : 1;
    List<Operand> operands = new ArrayList<>();
    operands.add(read(first.get()));
    int more = grower.pick(1, 1, 1, 2, 3);
    for (int i = 0; i < more; i++) {
      grower.value(other -> joins(other, shape, axis)).ifPresent(v -> operands.add(read(v)));
    }
    if (grower.chance(8)) {
      operands.subList(1, operands.size()).clear();
    }
    grower.add(new Concat(signed(axis, shape.length)), operands.toArray(Operand[]::new));
  }

  void pad() {
    Value x = grower.value();
    int rank = grower.shape(x).length;
    int first = grower.firstAxis();
    if (rank <= first) {
      return;
    }
    List<Integer> pads =
        IntStream.range(0, 2 * rank)
            .map(i -> i % rank < first || grower.chance(2) ? 0 : random.nextInt(4))
            .boxed()
            .toList();
    grower.add(new Pad(pads, grower.chance(2) ? 0 : random.nextInt(-4, 5) / 2f), read(x));
  }

  /** Keeps axis 0 and rearranges the others: merges two neighbours, splits one, or all at once. */
  void reshape() {
    Value x = grower.value();
    int[] shape = grower.shape(x);
    if (shape.length < 2) {
      return;
    }
    List<Integer> target = new ArrayList<>();
    for (int axis = 0; axis < shape.length; axis++) {
      target.add(axis == 0 || grower.chance(3) ? 0 : shape[axis]);
    }
    int axis = random.nextInt(1, shape.length);
    if (grower.chance(3) && axis + 1 < shape.length) {
      target.remove(axis);
      target.set(axis, shape[axis] * shape[axis + 1]);
      for (int i = axis + 1; i < target.size(); i++) {
        target.set(i, shape[i + 1]);
      }
    } else if (shape.length < 5) {
      int factor = divisor(shape[axis]);
      target.set(axis, factor);
      target.add(axis + 1, shape[axis] / factor);
      for (int i = axis + 2; i < target.size(); i++) {
        target.set(i, shape[i - 1]);
      }
    }
    if (grower.chance(2)) {
      target.set(random.nextInt(1, target.size()), -1);
    }
    grower.add(new Reshape(target), read(x));
  }

  void flatten() {
    Optional<Value> x = grower.value(shape -> shape.length >= 2);
    x.ifPresent(v -> {
      int rank = grower.shape(v).length;
      int axis = grower.firstAxis() == 0 ? random.nextInt(rank + 1) : 1;
      grower.add(new Flatten(axis == rank ? axis : signed(axis, rank)), read(v));
    });
  }

  void transpose() {
    Value x = grower.value();
    int rank = grower.shape(x).length;
    int first = Math.min(rank, grower.firstAxis());
    List<Integer> permutation = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    Collections.shuffle(permutation.subList(first, rank), new Random(random.nextLong()));
    grower.add(new Transpose(permutation), read(x));
  }

  void slice() {
    Value x = grower.value();
    int[] shape = grower.shape(x);
    List<Integer> starts = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    List<Integer> axes = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    for (int axis = shape.length - 1; axis >= grower.firstAxis(); axis--) {
      if (grower.chance(2)) {
        int start = random.nextInt(shape[axis]);
        int end = random.nextInt(start + 1, shape[axis] + 1);
        starts.add(grower.chance(3) ? start - shape[axis] : start);
        ends.add(
            end == shape[axis]
                ? grower.pick(end, end + 5, Integer.MAX_VALUE)
                : grower.chance(3) ? end - shape[axis] : end);
        axes.add(signed(axis, shape.length));
        steps.add(grower.pick(1, 1, 1, 2, 3));
      }
    }
    if (!axes.isEmpty()) {
      grower.add(new Slice(starts, ends, axes, steps), read(x));
    }
  }

  void split() {
    Optional<Value> x = grower.value(shape -> shape.length >= 2);
    if (x.isEmpty()) {
      return;
    }
    int[] shape = grower.shape(x.get());
    int axis = grower.chance(2) ? 1 : axis(shape.length);
    List<Integer> sizes = new ArrayList<>();
    int left = shape[axis];
    while (sizes.size() < 3 && left > 1) {
      int size = grower.chance(3) ? Math.max(1, left / 2) : random.nextInt(1, left);
      sizes.add(size);
      left -= size;
    }
    sizes.add(left);
    grower.add(new Split(signed(axis, shape.length), sizes), read(x.get()));
  }

  /** A shuffle as the operator, or as networks spell it. */
  void shuffle() {
    Optional<Value> x = grower.value(shape -> shape.length >= 3 && shape[1] > 1);
    if (x.isEmpty()) {
      return;
    }
    int[] shape = grower.shape(x.get());
    List<Operand> operands = new ArrayList<>(List.of(read(x.get())));
    int channels = shape[1];
    Optional<Value> more = grower.value(other -> joins(other, shape, 1));
    if (more.isPresent() && grower.chance(2)) {
      operands.add(read(more.get()));
      channels += grower.shape(more.get())[1];
    }
    int groups = divisor(channels);
    int first = random.nextInt(1, channels);
    List<Integer> sizes = grower.chance(3) ? List.of() : List.of(first, channels - first);
    if (grower.chance(2) || shape.length > 4) {
      grower.add(new ChannelShuffle(groups, sizes), operands.toArray(Operand[]::new));
      return;
    }
    List<Integer> columns = new ArrayList<>(List.of(0, groups, channels / groups));
    List<Integer> whole = new ArrayList<>(List.of(0, channels));
    for (int axis = 2; axis < shape.length; axis++) {
      columns.add(shape[axis]);
      whole.add(shape[axis]);
    }
    List<Integer> turn = new ArrayList<>(IntStream.range(0, columns.size()).boxed().toList());
    Collections.swap(turn, 1, 2);
    List<Op> ops = new ArrayList<>();
    ops.add(new Concat(1));
    ops.addAll(List.of(new Reshape(columns), new Transpose(turn), new Reshape(whole)));
    if (!sizes.isEmpty()) {
      ops.add(new Split(1, sizes));
    }
    for (Op op : ops) {
      List<Value> results = grower.add(op, operands.toArray(Operand[]::new));
      if (results.isEmpty()) {
        return;
      }
      operands = List.of(read(results.getFirst()));
    }
  }

  void reduction() {
    Value x = grower.value();
    int rank = grower.shape(x).length;
    int first = grower.firstAxis();
    List<Integer> axes = new ArrayList<>();
    for (int axis = first; axis < rank; axis++) {
      if (grower.chance(2)) {
        axes.add(signed(axis, rank));
      }
    }
    if (!axes.isEmpty()) {
      boolean keepDims = grower.chance(2);
      Op reduction =
          switch (random.nextInt(4)) {
            case 0 -> new ReduceSum(axes, keepDims);
            case 1 -> new ReduceMax(axes, keepDims);
            case 2 -> new ReduceMin(axes, keepDims);
            default -> new Mean(axes, keepDims);
          };
      grower.add(reduction, read(x));
    }
  }

  void upsample() {
    Optional<Value> x = grower.featureMaps();
    x.ifPresent(v -> {
      int rank = grower.shape(v).length;
      List<Integer> scales =
          IntStream.range(2, rank).map(i -> grower.pick(1, 2, 2, 3)).boxed().toList();
      Mode mode = rank == 4 && grower.chance(2) ? Mode.BILINEAR : Mode.NEAREST;
      grower.add(new Upsample(scales, mode), read(v));
    });
  }

  private int axis(int rank) {
    return random.nextInt(Math.min(rank - 1, grower.firstAxis()), rank);
  }

  private int signed(int axis, int rank) {
    return grower.chance(4) ? axis - rank : axis;
  }

  private int divisor(int size) {
    int[] divisors = IntStream.rangeClosed(1, size).filter(d -> size % d == 0).toArray();
    return grower.pick(divisors);
  }

  private static boolean joins(int[] other, int[] shape, int axis) {
    if (other.length != shape.length) {
      return false;
    }
    for (int i = 0; i < shape.length; i++) {
      if (i != axis && other[i] != shape[i]) {
        return false;
      }
    }
    return true;
  }
}
