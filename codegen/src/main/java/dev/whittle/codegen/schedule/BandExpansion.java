package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.multiply;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Expanded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a band of an expanded map in scratch: one long row of positions. */
final class BandExpansion {
  private final StepContext step;
  private final ExpansionBands bands;
  private final Lanes lanes;
  private final FusedEpilogue functions;
  private final int positions;
  private final int rest;

  BandExpansion(StepContext step, ExpansionBands bands, Expanded expanded) {
    this.step = step;
    this.bands = bands;
    this.lanes = Lanes.of(step.lanes());
    List<Epilogue> epilogue =
        expanded.functions().stream().<Epilogue>map(Epilogue.Apply::new).toList();
    this.functions =
        FusedEpilogue.of(epilogue, DirectConvolution.LONGEST_EPILOGUE / lanes.registers());
    this.positions = bands.inputRows() * bands.window().columns().input();
    this.rest = step.operand(1).size(1) % lanes.count();
  }

  private Tiling tiling(int vectors) {
    return Tiling.of(positions, DirectConvolution.widest(lanes, vectors), true);
  }

  private WindowWalker walker(int vectors) {
    Tiling tiling = tiling(vectors);
    Taps taps = new Taps(tiling.width(), 1, 1, 1, 0, tiling.width());
    ConvolutionTile tile =
        new ConvolutionTile(
            lanes, taps, vectors, lanes.count(), rest > 0, true, false, true, functions.inline());
    return new WindowWalker(
        lanes, List.of(tile), lanes.count(), true, WindowWalker.Reads.ALL, false, false, functions);
  }

  String name() {
    return walker(Math.min(bands.vectors(), ExpansionBands.VECTORS)).name();
  }

  /**
   * Makes {@code vectors} vectors from {@code vector} on.
   *
   * @param row of the map at which the band begins
   */
  void write(int vectors, Local image, Local row, Local vector) {
    Operand x = step.operand(0);
    Operand weight = step.operand(1);
    Operand shift = step.operand(2);
    Tiling tiling = tiling(vectors);
    int width = lanes.count();
    int columns = bands.window().columns().input();
    int planes = weight.size(1) / width;
    int wVector = Math.ceilDiv(weight.size(1), width) * width * width;
    Expression from = add(x.offset(), multiply(row, columns * width));
    Arguments arguments = new Arguments();
    WindowWalker.PARAMETERS.forEach(p -> arguments.with(p, 0));
    for (String one : List.of("blockRows", "blocks", "groups", "kernelHeight", "height")) {
      arguments.with(one, 1);
    }
    for (String one : List.of("strideHeight", "strideWidth", "dilationHeight", "blocksPerGroup")) {
      arguments.with(one, 1);
    }
    arguments
        .with("x", x.buffer())
        .with("xAt", add(from, multiply(image, x.placement().batchStride())))
        .with("xPlane", x.positions() * width)
        .with("xRow", positions * width)
        .with("width", positions)
        .with("outWidth", positions)
        .with("w", weight.buffer())
        .with("wAt", add(weight.offset(), multiply(vector, wVector)))
        .with("wVector", wVector)
        .with("wPlane", width * width)
        .with("wRow", width * width)
        .with("planes", planes)
        .with("rest", rest)
        .with("b", shift.buffer())
        .with("bAt", add(shift.offset(), multiply(vector, width)))
        .with("r", step.arena())
        .with("y", step.scratch())
        .with("yAt", bands.mapAt())
        .with("yPlane", bands.plane())
        .with("scratch", step.scratch())
        .with("tilesInRow", tiling.count())
        .with("lastColumn", tiling.lastStart())
        .with("from", 0)
        .with("to", tiling.count());
    Map<String, Expression> all = new HashMap<>(arguments.values());
    step.library().invoke(step.driver(), walker(vectors).require(step.library()), all);
  }
}
