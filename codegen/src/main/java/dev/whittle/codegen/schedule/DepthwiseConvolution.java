package dev.whittle.codegen.schedule;

import dev.whittle.codegen.schedule.WindowWalker.Reads;
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
 * Convolution of every channel with a kernel of its own, or several, a vector of outputs at a time;
 * or of larger groups, when a vector holds whole ones and they have as many outputs as inputs, or a
 * multiple.
 */
final class DepthwiseConvolution implements Schedule {
  private static final int WIDEST_KERNEL = 11;
  private static final int MOST_PRODUCTS = 128;

  @Override
  public String algorithm() {
    return "depthwise";
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    TensorType y = results.getFirst();
    if (!(op instanceof Conv conv)
        || !Window.fits(operands.getFirst())
        || !applies(conv, operands.getFirst(), y, target.lanes())) {
      return List.of();
    }
    int lanes = target.lanes();
    List<Layout> layouts = new ArrayList<>();
    layouts.add(Layouts.blocked(operands.getFirst(), lanes));
    layouts.add(Layouts.weights(operands.get(1), lanes, 1));
    if (operands.size() > 2) {
      layouts.add(Layouts.channels(lanes));
    }
    int scratch = 16 * lanes;
    double efficiency = conv.groups() == y.shape().size(1) ? 0.3 : 0.4;
    return List.of(
        new Candidate(
            algorithm(), layouts, Layouts.blocked(y, lanes), true, true, scratch, efficiency));
  }

  /**
   * Whether vectors hold whole groups, the kernel is of a width the tiles take, and input vectors
   * that end with a group's last channel begin in the buffer.
   */
  static boolean applies(Conv conv, TensorType x, TensorType y, int lanes) {
    int channels = x.shape().size(1);
    int group = channels / conv.groups();
    int outputs = y.shape().size(1) / conv.groups();
    return (conv.groups() > 1 || channels == 1 && outputs == 1)
        && outputs % group == 0
        && lanes % outputs == 0
        && (group < lanes || lanes == 1)
        && lanes - lanes * group / outputs <= Plan.BASE
        && conv.kernel().getLast() <= WIDEST_KERNEL;
  }

  /** HotSpot's first compiler takes only so many products in a row. */
  private static int widest(Lanes lanes, int kernelWidth, int group) {
    int most = Math.min(14, lanes.registers() - kernelWidth - 2);
    return Math.max(1, group == 1 ? most : Math.min(most, MOST_PRODUCTS / (kernelWidth * group)));
  }

  @Override
  public StepCode write(StepContext step) {
    Conv conv = (Conv) step.op();
    Operand x = step.operand(0);
    Operand weight = step.operand(1);
    Operand y = step.result();
    Lanes lanes = Lanes.of(step.lanes());
    Window window = Window.of(conv, x.type(), y.type());
    FusedEpilogue epilogue = FusedEpilogue.of(step.epilogue());
    int kernelWidth = window.columns().kernel();
    int wRow = kernelWidth * lanes.count();
    WindowStep code = new WindowStep(step, window, lanes, lanes.count());
    code.weights(weight, weight.size(1), window.rows().kernel() * wRow, wRow);
    code.set("planes", 1);
    boolean bias = step.hasOperand(2);
    if (bias) {
      code.bias(step.operand(2));
    }
    int groups = Math.ceilDiv(y.size(1), lanes.count());
    int group = weight.size(1);
    int outputs = y.size(1) / conv.groups();
    code.set("vectorsPerBlock", outputs / group);
    Tiling tiling = tiling(lanes, window, group, epilogue);
    WindowWalker walker = walker(lanes, window, group, outputs, bias, epilogue, tiling);
    code.walk(walker, tiling, groups, 0);
    long products =
        (long) y.batch() * y.size(1) * y.positions() * weight.size(1) * weight.positions();
    return new StepCode(walker.name(), code.units(), 2 * products);
  }

  /** How a row is cut. */
  static Tiling tiling(Lanes lanes, Window window, int group, FusedEpilogue epilogue) {
    int widest = widest(lanes, window.columns().kernel(), group);
    return Tiling.of(window.columns().output(), widest, !epilogue.adds());
  }

  /**
   * The loop over the tiles of {@code tiling}.
   *
   * @param group input channels of a group
   * @param outputs its output channels
   */
  static WindowWalker walker(
      Lanes lanes,
      Window window,
      int group,
      int outputs,
      boolean bias,
      FusedEpilogue epilogue,
      Tiling tiling) {
    boolean isShort = window.rows().kernel() <= Tile.SHORT_LOOP;
    List<Tile> tiles =
        tiling.tiles(
            window.columns(),
            (taps, start) ->
                new DepthwiseTile(lanes, taps, group, outputs, isShort, bias, epilogue.inline()));
    return new WindowWalker(
        lanes,
        tiles,
        lanes.count(),
        true,
        group == outputs ? Reads.THE_SAME : Reads.A_PART_OF_ONE,
        window.rows().dilation() > 1,
        false,
        epilogue);
  }
}
