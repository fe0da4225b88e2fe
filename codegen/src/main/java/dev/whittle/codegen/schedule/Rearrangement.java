package dev.whittle.codegen.schedule;

import dev.whittle.codegen.schedule.StridedCopy.Function;
import dev.whittle.codegen.schedule.StridedCopy.Loop;
import dev.whittle.codegen.schedule.StridedCopy.Place;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Arithmetic;
import dev.whittle.ir.op.ChannelShuffle;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.Maximum;
import dev.whittle.ir.op.Minimum;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Pad;
import dev.whittle.ir.op.Pow;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Split;
import dev.whittle.ir.op.Sub;
import dev.whittle.ir.op.Transpose;
import dev.whittle.ir.op.Upsample;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * What moves elements of plain tensors: padding, transposition, slices, joins, nearest upsampling,
 * and arithmetic that repeats an operand in any way. Correct for every shape, fast for none.
 */
final class Rearrangement implements Schedule {
  /** Parts of a shuffle for which a driver has room. */
  private static final int RECTANGLES = 64;

  @Override
  public String algorithm() {
    return "strided";
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    boolean applies =
        switch (op) {
          case Arithmetic a -> true;
          case Pad p -> true;
          case Transpose t -> true;
          case Slice s -> true;
          case Split s -> true;
          case Concat c -> true;
          case ChannelShuffle shuffle ->
              ShuffledRectangles.of(shuffle, operands, results).rectangles().size() <= RECTANGLES;
          case Upsample u -> u.mode() == Upsample.Mode.NEAREST && operands.getFirst().rank() < 5;
          default -> false;
        };
    if (!applies) {
      return List.of();
    }
    return List.of(
        new Candidate(
            algorithm(),
            Layouts.plain(operands),
            Layouts.plain(results.getFirst()),
            false,
            false,
            0,
            0.01));
  }

  @Override
  public boolean staysInside() {
    return true;
  }

  @Override
  public StepCode write(StepContext step) {
    StridedCopy copy = new StridedCopy(step);
    Operand y = step.result();
    switch (step.op()) {
      case Arithmetic arithmetic -> arithmetic(step, copy, arithmetic);
      case Pad pad -> pad(step, copy, pad);
      case Transpose transpose -> transpose(step, copy, transpose);
      case Slice slice -> slice(step, copy, slice);
      case Split split -> split(step, copy, split.axis());
      case Concat concat -> concat(step, copy, concat.axis());
      case ChannelShuffle shuffle -> shuffle(step, copy, shuffle);
      case Upsample upsample -> upsample(step, copy, upsample);
      default -> throw new IllegalArgumentException(step.op().operator());
    }
    long flops = step.op() instanceof Arithmetic ? y.type().shape().elementCount() : 0;
    return new StepCode(copy.kernel(), copy.units(), flops);
  }

  /** Floats from one position of each axis to the next; the first axis' is the batch stride. */
  static int[] strides(Operand operand) {
    int[] sizes = operand.type().shape().sizes();
    int[] strides = new int[sizes.length];
    int stride = 1;
    for (int axis = sizes.length - 1; axis > 0; axis--) {
      strides[axis] = stride;
      stride *= sizes[axis];
    }
    if (sizes.length > 0) {
      strides[0] = sizes.length > 1 ? operand.placement().batchStride() : 1;
    }
    return strides;
  }

  private static void arithmetic(StepContext step, StridedCopy copy, Arithmetic op) {
    Operand y = step.result();
    int rank = y.rank();
    int[] out = strides(y);
    int[][] in = new int[2][rank];
    for (int i = 0; i < 2; i++) {
      Operand x = step.operand(i);
      int[] strides = strides(x);
      int missing = rank - x.rank();
      for (int axis = missing; axis < rank; axis++) {
        in[i][axis] = x.size(axis - missing) == 1 ? 0 : strides[axis - missing];
      }
    }
    List<Loop> loops = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      loops.add(new Loop(y.size(axis), out[axis], in[0][axis], in[1][axis]));
    }
    if (rank == 0) {
      loops.add(new Loop(1, 1, 1, 1));
    }
    Function function =
        switch (op) {
          case Add a -> Function.ADD;
          case Sub s -> Function.SUBTRACT;
          case Mul m -> Function.MULTIPLY;
          case Div d -> Function.DIVIDE;
          case Minimum m -> Function.MINIMUM;
          case Maximum m -> Function.MAXIMUM;
          case Pow p -> Function.POWER;
        };
    copy.region(
        function,
        loops,
        Place.of(y, 0),
        List.of(Place.of(step.operand(0), 0), Place.of(step.operand(1), 0)),
        0f);
  }

  private static void pad(StepContext step, StridedCopy copy, Pad pad) {
    Operand x = step.operand(0);
    Operand y = step.result();
    int[] in = strides(x);
    int[] out = strides(y);
    int rank = x.rank();
    int[] from = new int[rank];
    int[] to = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      to[axis] = y.size(axis);
    }
    int shift = 0;
    for (int axis = 0; axis < rank; axis++) {
      int begin = pad.pads().get(axis);
      int end = begin + x.size(axis);
      fill(copy, y, out, from, to, axis, 0, begin, pad.value());
      fill(copy, y, out, from, to, axis, end, y.size(axis), pad.value());
      from[axis] = begin;
      to[axis] = end;
      shift += begin * out[axis];
    }
    List<Loop> loops = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      loops.add(new Loop(x.size(axis), out[axis], in[axis]));
    }
    copy.region(Function.COPY, loops, Place.of(y, shift), List.of(Place.of(x, 0)), 0f);
  }

  /** Fills the part of the box {@code [from, to)} that lies in {@code [begin, end)} of an axis. */
  private static void fill(
      StridedCopy copy,
      Operand y,
      int[] strides,
      int[] from,
      int[] to,
      int along,
      int begin,
      int end,
      float value) {
    if (begin == end) {
      return;
    }
    int shift = 0;
    List<Loop> loops = new ArrayList<>();
    for (int axis = 0; axis < strides.length; axis++) {
      int first = axis == along ? begin : from[axis];
      int last = axis == along ? end : to[axis];
      shift += first * strides[axis];
      loops.add(new Loop(last - first, strides[axis]));
    }
    copy.region(Function.FILL, loops, Place.of(y, shift), List.of(), value);
  }

  private static void transpose(StepContext step, StridedCopy copy, Transpose transpose) {
    int[] in = strides(step.operand(0));
    int[] out = strides(step.result());
    List<Loop> loops = new ArrayList<>();
    for (int axis = 0; axis < out.length; axis++) {
      int source = transpose.permutation().get(axis);
      loops.add(new Loop(step.result().size(axis), out[axis], in[source]));
    }
    move(step, copy, loops, 0);
  }

  private static void slice(StepContext step, StridedCopy copy, Slice slice) {
    Operand x = step.operand(0);
    int[] in = strides(x);
    int[] out = strides(step.result());
    int[] steps = new int[in.length];
    java.util.Arrays.fill(steps, 1);
    int shift = 0;
    for (int i = 0; i < slice.axes().size(); i++) {
      int axis = Math.floorMod(slice.axes().get(i), in.length);
      steps[axis] = slice.steps().get(i);
      shift += Slice.clamp(slice.starts().get(i), x.size(axis)) * in[axis];
    }
    List<Loop> loops = new ArrayList<>();
    for (int axis = 0; axis < in.length; axis++) {
      loops.add(new Loop(step.result().size(axis), out[axis], in[axis] * steps[axis]));
    }
    move(step, copy, loops, shift);
  }

  private static void move(StepContext step, StridedCopy copy, List<Loop> loops, int shift) {
    List<Loop> nest = loops.isEmpty() ? List.of(new Loop(1, 1, 1)) : loops;
    copy.region(
        Function.COPY,
        nest,
        Place.of(step.result(), 0),
        List.of(Place.of(step.operand(0), shift)),
        0f);
  }

  private static void split(StepContext step, StridedCopy copy, int splitAxis) {
    Operand x = step.operand(0);
    int axis = Math.floorMod(splitAxis, x.rank());
    int[] in = strides(x);
    int shift = 0;
    for (Operand y : step.results()) {
      copy.region(
          Function.COPY, box(y, strides(y), in), Place.of(y, 0), List.of(Place.of(x, shift)), 0f);
      shift += y.size(axis) * in[axis];
    }
  }

  private static void concat(StepContext step, StridedCopy copy, int concatAxis) {
    Operand y = step.result();
    int axis = Math.floorMod(concatAxis, y.rank());
    int[] out = strides(y);
    int shift = 0;
    for (Operand x : step.operands()) {
      copy.region(
          Function.COPY, box(x, out, strides(x)), Place.of(y, shift), List.of(Place.of(x, 0)), 0f);
      shift += x.size(axis) * out[axis];
    }
  }

  private static void shuffle(StepContext step, StridedCopy copy, ChannelShuffle shuffle) {
    ShuffledRectangles matrix =
        ShuffledRectangles.of(
            shuffle,
            step.operands().stream().map(Operand::type).toList(),
            step.results().stream().map(Operand::type).toList());
    for (ShuffledRectangles.Rectangle rectangle : matrix.rectangles()) {
      Operand x = step.operand(rectangle.operand());
      Operand y = step.results().get(rectangle.result());
      int plane = x.positions();
      ShuffledRectangles.Area area = rectangle.area();
      copy.region(
          Function.COPY,
          List.of(
              new Loop(x.batch(), strides(y)[0], strides(x)[0]),
              new Loop(area.bottom() - area.top(), matrix.groups() * plane, plane),
              new Loop(area.right() - area.left(), plane, matrix.rows() * plane),
              new Loop(plane, 1, 1)),
          Place.of(y, rectangle.to() * plane),
          List.of(Place.of(x, rectangle.from() * plane)),
          0f);
    }
  }

  private static List<Loop> box(Operand extents, int[] out, int[] in) {
    List<Loop> loops = new ArrayList<>();
    for (int axis = 0; axis < out.length; axis++) {
      loops.add(new Loop(extents.size(axis), out[axis], in[axis]));
    }
    return loops;
  }

  private static void upsample(StepContext step, StridedCopy copy, Upsample upsample) {
    Operand x = step.operand(0);
    Operand y = step.result();
    int[] in = strides(x);
    int[] out = strides(y);
    List<Loop> loops = new ArrayList<>();
    loops.add(new Loop(x.size(0), out[0], in[0]));
    loops.add(new Loop(x.size(1), out[1], in[1]));
    for (int axis = 2; axis < x.rank(); axis++) {
      int scale = upsample.scales().get(axis - 2);
      loops.add(new Loop(x.size(axis), out[axis] * scale, in[axis]));
      loops.add(new Loop(scale, out[axis], 0));
    }
    move(step, copy, loops, 0);
  }
}
