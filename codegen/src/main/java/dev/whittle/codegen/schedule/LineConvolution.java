package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;

import dev.whittle.codegen.schedule.Window.Axis;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import dev.whittle.runtime.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolution of a plain input with few channels, as a network's first layer has: the rows that
 * some output rows read are copied with zeros around them, so that tiles meet no edge and walk
 * through one sequence of equal lines, row by row and channel by channel.
 */
final class LineConvolution implements Schedule {
  private static final int FEW_CHANNELS = 8;
  private static final int MOST_ROWS = 4;

  @Override
  public String algorithm() {
    return "lines";
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    TensorType x = operands.getFirst();
    int lanes = target.lanes();
    if (!(op instanceof Conv conv)
        || !Window.fits(x)
        || lanes == 1
        || conv.groups() > 1
        || x.shape().size(1) > FEW_CHANNELS) {
      return List.of();
    }
    TensorType y = results.getFirst();
    Window window = Window.of(conv, x, y);
    if (window.rows().dilation() > 1 || window.columns().dilation() > 1) {
      return List.of();
    }
    List<Layout> layouts = new ArrayList<>();
    layouts.add(Layouts.plain(x));
    layouts.add(Layout.parse((x.rank() == 3 ? "OIW" : "OHIW") + lanes + "o"));
    if (operands.size() > 2) {
      layouts.add(Layouts.channels(lanes));
    }
    Lanes width = Lanes.of(lanes);
    int lines = lines(window, x.shape().size(1)) * LineStaging.floats(width, window.columns());
    double used = (double) y.shape().size(1) / (Math.ceilDiv(y.shape().size(1), lanes) * lanes);
    return List.of(
        new Candidate(
            algorithm(),
            layouts,
            Layouts.blocked(y, lanes),
            true,
            false,
            staged(width) + lines,
            efficiency(operands.get(1)) * used));
  }

  /** The start and end of a tile cost as much as some twenty products for each sum. */
  private static double efficiency(TensorType weight) {
    double products = weight.shape().elementCount() / weight.shape().size(0);
    return 0.93 * products / (products + 22);
  }

  /** Floats before the lines: a tile that waits for a long epilogue. */
  private static int staged(Lanes lanes) {
    return 32 * lanes.count();
  }

  private static int rowsPerUnit(Window window) {
    return Math.min(MOST_ROWS, window.rows().output());
  }

  private static int lines(Window window, int channels) {
    Axis rows = window.rows();
    return ((rowsPerUnit(window) - 1) * rows.stride() + rows.kernel()) * channels;
  }

  @Override
  public boolean staysInside() {
    return true;
  }

  @Override
  public StepCode write(StepContext step) {
    Operand x = step.operand(0);
    Operand weight = step.operand(1);
    Operand y = step.result();
    Lanes lanes = Lanes.of(step.lanes());
    Window window = Window.of((Conv) step.op(), x.type(), y.type());
    Axis rows = window.rows();
    Axis columns = window.columns();
    FusedEpilogue epilogue =
        FusedEpilogue.of(step.epilogue(), DirectConvolution.LONGEST_EPILOGUE / lanes.registers());
    boolean bias = step.hasOperand(2);
    int vectors = Math.ceilDiv(y.size(1), lanes.count());
    int wVector = x.size(1) * rows.kernel() * columns.kernel() * lanes.count();
    int yPlane = y.positions() * lanes.count();
    int rowUnits = Math.ceilDiv(rows.output(), rowsPerUnit(window));
    int units = y.batch() * rowUnits;
    String kernel = "";
    int first = 0;
    for (int size = Math.min(2, vectors); first < vectors; size = vectors - first) {
      int groups = (vectors - first) / size;
      Tiling tiling = Tiling.of(columns.output(), widest(lanes, size), true);
      Taps taps =
          new Taps(
              tiling.width(),
              columns.kernel(),
              columns.stride(),
              1,
              0,
              columns.span(tiling.width()));
      boolean isShort = x.size(1) * rows.kernel() <= Tile.SHORT_LOOP;
      ConvolutionTile tile =
          new ConvolutionTile(lanes, taps, size, 1, false, true, isShort, bias, epilogue.inline());
      LineWalker walker = new LineWalker(lanes, tile, epilogue);
      Arguments arguments =
          Arguments.of(step)
              .with("x", x)
              .with("xPlane", x.positions())
              .with("width", columns.input())
              .with("height", rows.input())
              .with("channels", x.size(1))
              .with("padWidth", columns.pad())
              .with("lineFloats", LineStaging.floats(lanes, columns))
              .with("kernelHeight", rows.kernel())
              .with("strideHeight", rows.stride())
              .with("padHeight", rows.pad())
              .with("w", weight)
              .with("wAt", add(weight.offset(), first * wVector))
              .with("wVector", wVector)
              .with("b", weight)
              .with("bAt", 0)
              .with("y", y)
              .with("yAt", add(y.offset(), first * yPlane))
              .with("yPlane", yPlane)
              .with("outHeight", rows.output())
              .with("outWidth", columns.output())
              .with("rowsPerUnit", rowsPerUnit(window))
              .with("rowUnits", rowUnits)
              .with("groups", groups)
              .with("tilesInRow", tiling.count())
              .with("lastColumn", tiling.lastStart())
              .with("scratch", step.scratch())
              .with("linesAt", Plan.BASE + staged(lanes));
      if (bias) {
        Operand b = step.operand(2);
        arguments.with("b", b).with("bAt", add(b.offset(), first * lanes.count()));
      }
      step.library().invoke(step.driver(), walker.require(step.library()), arguments.values());
      kernel = first == 0 ? walker.name() : kernel;
      first += groups * size;
    }
    long products =
        (long) y.batch() * y.size(1) * y.positions() * weight.size(1) * weight.positions();
    return new StepCode(kernel, units, 2 * products);
  }

  private static int widest(Lanes lanes, int vectors) {
    if (lanes.registers() == 32) {
      return 14;
    }
    return vectors == 1 ? 12 : 6;
  }
}
