package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.schedule.Window.Axis;

/** Convolves a band of an expanded map, channel by channel. */
final class BandFilter {
  private final StepContext step;
  private final ExpansionBands bands;
  private final Lanes lanes;
  private final Tiling tiling;
  private final WindowWalker walker;

  BandFilter(StepContext step, ExpansionBands bands) {
    this.step = step;
    this.bands = bands;
    this.lanes = Lanes.of(step.lanes());
    FusedEpilogue epilogue = FusedEpilogue.of(step.epilogue());
    this.tiling = DepthwiseConvolution.tiling(lanes, bands.window(), 1, epilogue);
    this.walker =
        DepthwiseConvolution.walker(
            lanes, bands.window(), 1, 1, step.hasOperand(4), epilogue, tiling);
  }

  String name() {
    return walker.name();
  }

  /**
   * Convolves {@code vectors} vectors from {@code vector} on.
   *
   * @param row of the result at which the band begins
   * @param first row of the map in scratch
   */
  void write(int vectors, Local image, Local row, Local first, Local vector) {
    Operand weight = step.operand(3);
    Operand y = step.result();
    Axis rows = bands.window().rows();
    Axis columns = bands.window().columns();
    int width = lanes.count();
    int wRow = columns.kernel() * width;
    int plane = y.positions() * width;
    Expression outputs = minimum(constant(bands.rows()), subtract(constant(rows.output()), row));
    Expression result = add(multiply(row, columns.output() * width), multiply(vector, plane));
    Local count = step.driver().let("rows", outputs);
    Local at = step.driver().let("resultAt", result);
    Arguments arguments = new Arguments();
    WindowWalker.PARAMETERS.forEach(p -> arguments.with(p, 0));
    arguments
        .with("x", step.scratch())
        .with("xAt", bands.mapAt())
        .with("xPlane", bands.plane())
        .with("xRow", columns.input() * width)
        .with("width", columns.input())
        .with("height", bands.inputRows())
        .with("blockRows", count)
        .with("blocks", 1)
        .with("outWidth", columns.output())
        .with("groups", vectors)
        .with("tilesInRow", tiling.count())
        .with("lastColumn", tiling.lastStart())
        .with("planes", 1)
        .with("blocksPerGroup", 1)
        .with("kernelHeight", rows.kernel())
        .with("strideHeight", rows.stride())
        .with("padHeight", add(subtract(constant(rows.pad()), multiply(row, rows.stride())), first))
        .with("padEndHeight", rows.padEnd())
        .with("dilationHeight", rows.dilation())
        .with("strideWidth", columns.stride())
        .with("padWidth", columns.pad())
        .with("w", weight.buffer())
        .with("wVector", rows.kernel() * wRow)
        .with("wPlane", rows.kernel() * wRow)
        .with("wRow", wRow)
        .with("wAt", add(weight.offset(), multiply(vector, rows.kernel() * wRow)))
        .with("b", step.arena())
        .with("r", step.arena())
        .with("y", y.buffer())
        .with("yAt", add(at, add(y.offset(), multiply(image, y.placement().batchStride()))))
        .with("yPlane", plane)
        .with("scratch", step.scratch())
        .with("from", 0)
        .with("to", multiply(count, tiling.count() * vectors));
    if (step.hasOperand(4)) {
      Operand bias = step.operand(4);
      arguments.with("b", bias.buffer()).with("bAt", add(bias.offset(), multiply(vector, width)));
    }
    step.added()
        .ifPresent(r ->
            arguments
                .with("r", r.buffer())
                .with("rAt", add(at, add(r.offset(), multiply(image, r.placement().batchStride()))))
                .with("rPlane", plane));
    step.library().invoke(step.driver(), walker.require(step.library()), arguments.values());
  }
}
