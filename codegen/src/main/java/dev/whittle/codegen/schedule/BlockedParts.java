package dev.whittle.codegen.schedule;

import dev.whittle.codegen.schedule.StridedCopy.Function;
import dev.whittle.codegen.schedule.StridedCopy.Loop;
import dev.whittle.codegen.schedule.StridedCopy.Place;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Split;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import java.util.Collections;
import java.util.List;

/**
 * Joins and cuts blocked tensors along their channels, where every part is made of whole blocks: a
 * part is one stretch of every image.
 */
final class BlockedParts implements Schedule {
  @Override
  public String algorithm() {
    return "blocks";
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    TensorType x = operands.getFirst();
    boolean applies =
        target.lanes() > 1
            && x.rank() >= 3
            && switch (op) {
              case Concat concat -> isChannels(concat.axis(), x) && isWhole(operands, target);
              case Split split -> isChannels(split.axis(), x) && isWhole(results, target);
              case Slice slice ->
                  isStretch(slice, x, results.getFirst())
                      && start(slice, x) % target.lanes() == 0
                      && isPart(slice, x, results.getFirst(), target);
              default -> false;
            };
    if (!applies) {
      return List.of();
    }
    Layout blocked = Layouts.blocked(x, target.lanes());
    List<Layout> layouts = Collections.nCopies(operands.size(), blocked);
    return List.of(new Candidate(algorithm(), layouts, blocked, false, false, 0, 0.02));
  }

  private static boolean isChannels(int axis, TensorType x) {
    return Math.floorMod(axis, x.rank()) == 1;
  }

  private static boolean isWhole(List<TensorType> parts, Target target) {
    return parts.subList(0, parts.size() - 1).stream()
        .allMatch(t -> t.shape().size(1) % target.lanes() == 0);
  }

  /** True when nothing but a stretch of channels is taken. */
  private static boolean isStretch(Slice slice, TensorType x, TensorType y) {
    for (int i = 0; i < slice.axes().size(); i++) {
      int axis = Math.floorMod(slice.axes().get(i), x.rank());
      boolean isAll = x.shape().size(axis) == y.shape().size(axis);
      if (!isAll && (axis != 1 || slice.steps().get(i) != 1)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPart(Slice slice, TensorType x, TensorType y, Target target) {
    int end = start(slice, x) + y.shape().size(1);
    return y.shape().size(1) % target.lanes() == 0 || end == x.shape().size(1);
  }

  private static int start(Slice slice, TensorType x) {
    for (int i = 0; i < slice.axes().size(); i++) {
      if (isChannels(slice.axes().get(i), x)) {
        return Slice.clamp(slice.starts().get(i), x.shape().size(1));
      }
    }
    return 0;
  }

  @Override
  public StepCode write(StepContext step) {
    StridedCopy copy = new StridedCopy(step);
    int at = 0;
    switch (step.op()) {
      case Concat _ -> {
        for (Operand part : step.operands()) {
          copy(copy, step.result(), at, part, 0, part);
          at += part.imageFloats();
        }
      }
      case Split _ -> {
        for (Operand part : step.results()) {
          copy(copy, part, 0, step.operand(0), at, part);
          at += part.imageFloats();
        }
      }
      case Slice slice -> {
        Operand x = step.operand(0);
        copy(copy, step.result(), 0, x, start(slice, x.type()) * x.positions(), step.result());
      }
      default -> throw new IllegalArgumentException(step.op().operator());
    }
    return new StepCode(copy.kernel(), copy.units(), 0);
  }

  /** Copies the blocks of {@code part}, each a unit. */
  private static void copy(
      StridedCopy copy, Operand to, int toShift, Operand from, int fromShift, Operand part) {
    int block = part.positions() * part.layout().block('C');
    List<Loop> loops =
        List.of(
            new Loop(part.batch(), to.placement().batchStride(), from.placement().batchStride()),
            new Loop(part.imageFloats() / block, block, block),
            new Loop(block, 1, 1));
    copy.region(
        Function.COPY, loops, Place.of(to, toShift), List.of(Place.of(from, fromShift)), 0f);
  }
}
