package dev.whittle.codegen.schedule;

import dev.whittle.codegen.schedule.WindowWalker.Reads;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Convolution in groups of any size, group by group: where a group's outputs begin or end within a
 * vector, all of the vector is summed over the group's inputs, and the lanes that are the group's
 * are stored. For groups that fill blocks {@link DirectConvolution} is the same without masks.
 */
final class GroupedConvolution implements Schedule {
  private static final int LONGEST_RUN = 4;

  @Override
  public String algorithm() {
    return "grouped";
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    int lanes = target.lanes();
    TensorType x = operands.getFirst();
    TensorType y = results.getFirst();
    if (!(op instanceof Conv conv) || !Window.fits(x) || lanes == 1 || conv.groups() == 1) {
      return List.of();
    }
    TensorType weight = operands.get(1);
    int inputs = weight.shape().size(1);
    int outputs = y.shape().size(1) / conv.groups();
    if (inputs % lanes == 0 && outputs % lanes == 0) {
      return List.of();
    }
    List<Layout> layouts = new ArrayList<>();
    layouts.add(Layouts.blocked(x, lanes));
    layouts.add(Layout.parse((x.rank() == 3 ? "OWI" : "OHWI") + lanes + "o"));
    if (operands.size() > 2) {
      layouts.add(Layouts.channels(lanes));
    }
    int scratch = 32 * lanes;
    double efficiency = efficiency(weight) * used(outputs, conv.groups(), lanes);
    return List.of(
        new Candidate(
            algorithm(), layouts, Layouts.blocked(y, lanes), true, true, scratch, efficiency));
  }

  /** The start and end of a tile cost as much as some twenty products for each sum. */
  private static double efficiency(TensorType weight) {
    double products = weight.shape().elementCount() / weight.shape().size(0);
    return 0.6 * products / (products + 22);
  }

  /** How many of the lanes that are summed are stored. */
  private static double used(int outputs, int groups, int lanes) {
    long summed = 0;
    for (int group = 0; group < groups; group++) {
      summed += vectors(outputs, group, lanes);
    }
    return (double) outputs * groups / (summed * lanes);
  }

  /** How many vectors hold outputs of a group. */
  private static int vectors(int outputs, int group, int lanes) {
    return Math.ceilDiv((group + 1) * outputs, lanes) - group * outputs / lanes;
  }

  @Override
  public StepCode write(StepContext step) {
    Conv conv = (Conv) step.op();
    Operand x = step.operand(0);
    Operand weight = step.operand(1);
    Operand y = step.result();
    Lanes lanes = Lanes.of(step.lanes());
    Window window = Window.of(conv, x.type(), y.type());
    if (window.isPointwise()) {
      window = window.flattened();
    }
    int inputs = weight.size(1);
    int outputs = y.size(1) / conv.groups();
    int wRow = window.columns().kernel() * inputs * lanes.count();
    WindowStep code = new WindowStep(step, window, lanes, lanes.count());
    code.weights(weight, 1, window.rows().kernel() * wRow, wRow);
    code.set("inputs", inputs);
    code.set("outputs", outputs);
    boolean bias = step.hasOperand(2);
    if (bias) {
      code.bias(step.operand(2));
    }
    boolean isShared = outputs % lanes.count() > 0;
    FusedEpilogue epilogue =
        FusedEpilogue.of(
            step.epilogue(), isShared ? 0 : DirectConvolution.LONGEST_EPILOGUE / lanes.registers());
    List<Integer> sizes = sizes(outputs, conv.groups(), lanes.count());
    int run = run(inputs);
    boolean isShort = (long) weight.positions() * inputs / run <= Tile.SHORT_LOOP;
    Tiling tiling =
        Tiling.of(
            window.columns().output(),
            DirectConvolution.widest(lanes, sizes.getFirst()),
            !epilogue.adds());
    List<GroupVectors> tiles =
        tiling.alike(window.columns()).stream()
            .map(taps ->
                new GroupVectors(
                    sizes.stream()
                        .map(size ->
                            new GroupTile(
                                lanes, taps, size, run, isShort, isShared, bias, epilogue.inline()))
                        .toList(),
                    epilogue))
            .toList();
    WindowWalker walker =
        new WindowWalker(
            lanes,
            tiles,
            lanes.count(),
            true,
            Reads.PARTS_OF_THOSE_OF_THEIR_GROUP,
            window.rows().dilation() > 1,
            false,
            new FusedEpilogue(step.epilogue(), List.of()));
    code.walk(walker, tiling, conv.groups(), 0);
    long products =
        (long) y.batch() * y.size(1) * y.positions() * weight.size(1) * weight.positions();
    return new StepCode(walker.name(), code.units(), 2 * products);
  }

  /** The vectors of a tile, and 1 where some groups leave one over. */
  private static List<Integer> sizes(int outputs, int groups, int lanes) {
    TreeSet<Integer> counts = new TreeSet<>();
    for (int group = 0; group < groups; group++) {
      counts.add(vectors(outputs, group, lanes));
    }
    if (counts.last() == 1) {
      return List.of(1);
    }
    return counts.stream().allMatch(count -> count % 2 == 0) ? List.of(2) : List.of(2, 1);
  }

  /** The longest run that divides every group and every block. */
  private static int run(int inputs) {
    return Math.min(LONGEST_RUN, Integer.lowestOneBit(inputs));
  }
}
