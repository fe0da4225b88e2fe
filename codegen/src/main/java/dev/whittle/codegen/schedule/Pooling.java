package dev.whittle.codegen.schedule;

import dev.whittle.codegen.schedule.Window.Axis;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.AveragePool;
import dev.whittle.ir.op.MaxPool;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.List;

/** Maximum and average pooling of a vector of channels at a time. */
final class Pooling implements Schedule {
  private static final int WIDEST_KERNEL = 100;
  private static final int WIDEST_TILE = 7;
  private static final int CODE_BUDGET = 150;

  @Override
  public String algorithm() {
    return "window";
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    int kernelWidth =
        switch (op) {
          case MaxPool pool -> pool.kernel().getLast();
          case AveragePool pool -> pool.kernel().getLast();
          default -> Integer.MAX_VALUE;
        };
    if (kernelWidth > WIDEST_KERNEL || !Window.fits(operands.getFirst())) {
      return List.of();
    }
    Layout x = Layouts.blocked(operands.getFirst(), target.lanes());
    Layout y = Layouts.blocked(results.getFirst(), target.lanes());
    int scratch = WIDEST_TILE * target.lanes();
    return List.of(new Candidate(algorithm(), List.of(x), y, true, false, scratch, 0.1));
  }

  @Override
  public StepCode write(StepContext step) {
    Operand x = step.operand(0);
    Operand y = step.result();
    Lanes lanes = Lanes.of(step.lanes());
    boolean isMaximum = step.op() instanceof MaxPool;
    boolean countsPadding = step.op() instanceof AveragePool pool && pool.countIncludePad();
    Window window =
        step.op() instanceof MaxPool pool
            ? Window.of(pool, x.type(), y.type())
            : Window.of((AveragePool) step.op(), x.type(), y.type());
    FusedEpilogue epilogue = FusedEpilogue.of(step.epilogue());
    int groups = Math.ceilDiv(y.size(1), lanes.count());
    int widest =
        Math.clamp(CODE_BUDGET / window.columns().kernel(), 1, widestTile(lanes, window.columns()));
    Tiling tiling = Tiling.of(window.columns().output(), widest, true);
    Axis axis = window.columns();
    List<Tile> tiles =
        tiling.tiles(
            axis,
            (taps, start) ->
                new PoolTile(
                    lanes,
                    taps,
                    window.rows().kernel() <= Tile.SHORT_LOOP,
                    isMaximum ? List.of() : counts(axis, taps, start, countsPadding),
                    epilogue.inline()));
    WindowWalker walker =
        new WindowWalker(
            lanes,
            tiles,
            lanes.count(),
            false,
            WindowWalker.Reads.THE_SAME,
            window.rows().dilation() > 1,
            countsPadding,
            epilogue);
    WindowStep code = new WindowStep(step, window, lanes, lanes.count());
    code.walk(walker, tiling, groups, 0);
    long window2 = (long) window.rows().kernel() * axis.kernel();
    return new StepCode(
        walker.name(), code.units(), window2 * y.batch() * y.size(1) * y.positions());
  }

  /** Positions whose columns of input fit in registers. */
  private static int widestTile(Lanes lanes, Axis columns) {
    int room = lanes.registers() - 5 - (columns.kernel() - 1) * columns.dilation();
    return room < 0 ? WIDEST_TILE : Math.min(WIDEST_TILE, 1 + room / columns.stride());
  }

  private static List<Integer> counts(Axis axis, Taps taps, int start, boolean countsPadding) {
    List<Integer> counts = new ArrayList<>();
    for (int i = 0; i < taps.columns(); i++) {
      int first = (start + i) * axis.stride() - axis.pad();
      int padded = Math.min(axis.kernel(), axis.input() + axis.padEnd() - first);
      counts.add(countsPadding ? padded : taps.count(i));
    }
    return counts;
  }
}
