package dev.whittle.codegen.schedule;

import dev.whittle.codegen.schedule.StridedCopy.Function;
import dev.whittle.codegen.schedule.StridedCopy.Loop;
import dev.whittle.codegen.schedule.StridedCopy.Place;
import java.util.List;

/**
 * Moves an activation between plain and channel-blocked layouts. As {@link Schedule#staysInside()}
 * says of others, the plain side may lie in a caller's array.
 */
public final class LayoutConversion {
  private LayoutConversion() {}

  /** Writes the driver of a reorder step. */
  public static StepCode write(StepContext step) {
    Operand x = step.operand(0);
    Operand y = step.result();
    int from = x.layout().block('C');
    int to = y.layout().block('C');
    StridedCopy copy = new StridedCopy(step);
    if (from == to || x.rank() < 2) {
      copy.region(
          Function.COPY,
          List.of(
              new Loop(x.batch(), y.placement().batchStride(), x.placement().batchStride()),
              new Loop(1, 0, 0),
              new Loop(Math.min(x.imageFloats(), y.imageFloats()), 1, 1)),
          Place.of(y, 0),
          List.of(Place.of(x, 0)),
          0f);
      return new StepCode(copy.kernel(), copy.units(), 0);
    }
    if (from != 1 && to != 1) {
      throw new IllegalStateException("reorder " + x.layout() + " to " + y.layout());
    }
    int block = Math.max(from, to);
    int channels = x.size(1);
    int positions = x.positions();
    if (positions >= block && block == step.lanes()) {
      String kernel = new BlockTranspose(Lanes.of(block), to > 1).write(step);
      int units = x.batch() * Math.ceilDiv(channels, block) * BlockTranspose.chunks(positions);
      return new StepCode(kernel, units, 0);
    }
    int whole = channels / block;
    int rest = channels % block;
    if (whole > 0) {
      blocks(copy, x, y, to > 1, 0, whole, block, block, positions);
    }
    if (rest > 0) {
      blocks(copy, x, y, to > 1, whole, 1, block, rest, positions);
      if (to > 1) {
        copy.region(
            Function.FILL,
            List.of(
                new Loop(x.batch(), y.placement().batchStride()),
                new Loop(1, 0),
                new Loop(positions, block),
                new Loop(block - rest, 1)),
            Place.of(y, whole * block * positions + rest),
            List.of(),
            0f);
      }
    }
    return new StepCode(copy.kernel(), copy.units(), 0);
  }

  private static void blocks(
      StridedCopy copy,
      Operand x,
      Operand y,
      boolean intoBlocks,
      int first,
      int count,
      int block,
      int channels,
      int positions) {
    int yBatch = y.placement().batchStride();
    int xBatch = x.placement().batchStride();
    int plane = block * positions;
    Loop images = new Loop(x.batch(), yBatch, xBatch);
    Loop planes = new Loop(count, plane, plane);
    Loop across = intoBlocks ? new Loop(channels, 1, positions) : new Loop(channels, positions, 1);
    Loop along = intoBlocks ? new Loop(positions, block, 1) : new Loop(positions, 1, block);
    copy.region(
        Function.COPY,
        intoBlocks
            ? List.of(images, planes, along, across)
            : List.of(images, planes, across, along),
        Place.of(y, first * plane),
        List.of(Place.of(x, first * plane)),
        0f);
  }
}
