package dev.whittle.codegen.schedule;

import dev.whittle.codegen.schedule.Window.Axis;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolution with {@link ConvolutionTile}s and no copy of the input: taps outside the map are left
 * out of the code (columns) or of the loop (rows). A 1x1 convolution is the same thing over one
 * long row of positions: a matrix product.
 *
 * <p>Two forms: blocked input; and plain input of few channels, which {@link LineConvolution} is
 * better at where it applies. Groups that do not fill vectors are {@link GroupedConvolution}'s.
 */
final class DirectConvolution implements Schedule {
  /** Operations behind a tile, times the registers there are. */
  static final int LONGEST_EPILOGUE = 64;

  private static final int LARGEST_TILE = 7_200;

  private static final int FEW_CHANNELS = 8;

  @Override
  public String algorithm() {
    return "direct";
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    if (!(op instanceof Conv conv) || !Window.fits(operands.getFirst())) {
      return List.of();
    }
    int lanes = target.lanes();
    TensorType x = operands.get(0);
    TensorType y = results.getFirst();
    int inputs = operands.get(1).shape().size(1);
    int outputs = y.shape().size(1) / conv.groups();
    List<Candidate> found = new ArrayList<>();
    if (conv.groups() == 1 && inputs <= FEW_CHANNELS && lanes > 1) {
      found.add(candidate(operands, y, lanes, 1, Layouts.plain(x), Layouts.blocked(y, lanes)));
    }
    if (conv.groups() == 1 || inputs % lanes == 0 && outputs % lanes == 0) {
      found.add(
          candidate(
              operands, y, lanes, lanes, Layouts.blocked(x, lanes), Layouts.blocked(y, lanes)));
    }
    return found;
  }

  private static Candidate candidate(
      List<TensorType> operands, TensorType y, int lanes, int inputBlock, Layout x, Layout result) {
    TensorType weight = operands.get(1);
    List<Layout> layouts = new ArrayList<>();
    layouts.add(x);
    layouts.add(Layouts.weights(weight, lanes, inputBlock));
    if (operands.size() > 2) {
      layouts.add(Layouts.channels(lanes));
    }
    double used = share(weight.shape().size(1), inputBlock) * share(y.shape().size(1), lanes);
    int scratch = 4 * 32 * lanes;
    double efficiency = lanes == 1 ? 0.02 : inputBlock == 1 ? 0.4 : 0.65;
    return new Candidate("direct", layouts, result, true, true, scratch, efficiency * used);
  }

  private static double share(int size, int block) {
    return (double) size / (Math.ceilDiv(size, block) * block);
  }

  @Override
  public StepCode write(StepContext step) {
    Conv conv = (Conv) step.op();
    Operand x = step.operand(0);
    Operand weight = step.operand(1);
    Operand y = step.result();
    Lanes lanes = Lanes.of(step.lanes());
    int inputBlock = x.layout().block('C');
    Window window = Window.of(conv, x.type(), y.type());
    boolean pointwise = window.isPointwise();
    if (pointwise) {
      window = window.flattened();
    }
    FusedEpilogue epilogue =
        FusedEpilogue.of(step.epilogue(), LONGEST_EPILOGUE / lanes.registers());
    int kernelWidth = window.columns().kernel();
    int planes = Math.ceilDiv(weight.size(1), inputBlock);
    int wRow = kernelWidth * inputBlock * lanes.count();
    WindowStep code = new WindowStep(step, window, lanes, inputBlock);
    code.weights(weight, planes, window.rows().kernel() * wRow, wRow);
    int rest = weight.size(1) % inputBlock;
    if (rest > 0) {
      code.set("planes", planes - 1);
      code.set("rest", rest);
    }
    boolean bias = step.hasOperand(2);
    if (bias) {
      code.bias(step.operand(2));
    }
    int vectors = Math.ceilDiv(y.size(1), lanes.count());
    boolean grouped = conv.groups() > 1;
    int perGroup = vectors / conv.groups();
    code.set("blocksPerGroup", perGroup);
    int wide = vectorsPerTile(grouped ? perGroup : vectors, grouped);
    String kernel = null;
    int first = 0;
    for (int size = wide; first < vectors; size = vectors - first) {
      int groups = (vectors - first) / size;
      int tileVectors = size;
      boolean oneRow = Window.isDense(window.rows());
      boolean isShort = inputBlock == 1 && planes * window.rows().kernel() <= Tile.SHORT_LOOP;
      Axis axis = window.columns();
      int widest = widest(lanes, size);
      Tiling tiling;
      List<ConvolutionTile> tiles;
      do {
        tiling = Tiling.of(axis.output(), widest, !epilogue.adds());
        tiles =
            tiling.alike(axis).stream()
                .map(taps ->
                    new ConvolutionTile(
                        lanes,
                        taps,
                        tileVectors,
                        inputBlock,
                        rest > 0,
                        oneRow,
                        isShort,
                        bias,
                        epilogue.inline()))
                .toList();
        widest = tiling.width() - 1;
      } while (tiles.stream().anyMatch(t -> t.codeSize() > LARGEST_TILE));
      WindowWalker walker =
          new WindowWalker(
              lanes,
              tiles,
              inputBlock,
              true,
              grouped ? WindowWalker.Reads.THOSE_OF_THEIR_GROUP : WindowWalker.Reads.ALL,
              window.rows().dilation() > 1,
              false,
              epilogue);
      code.walk(walker, tiling, groups, first);
      kernel = kernel == null ? walker.name() : kernel;
      first += groups * size;
    }
    long products =
        (long) y.batch() * y.size(1) * y.positions() * weight.size(1) * weight.positions();
    return new StepCode(kernel, code.units(), 2 * products);
  }

  private static int vectorsPerTile(int vectors, boolean exact) {
    return vectors == 1 || exact && vectors % 2 != 0 ? 1 : 2;
  }

  /** Few shapes, so that layers share kernels: each costs C2 half a second. */
  static int widest(Lanes lanes, int vectors) {
    if (lanes.registers() == 32) {
      return 14;
    }
    return vectors == 1 ? 12 : 6;
  }
}
