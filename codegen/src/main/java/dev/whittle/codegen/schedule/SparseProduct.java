package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.passes.Zeros;
import dev.whittle.runtime.Columns;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * Fully connected layers whose weight has zeros. Two forms: {@code blocks} reads, for a vector of
 * outputs, the inputs that some of them need; {@code rows} reads, for each output, its own.
 */
final class SparseProduct implements Schedule {
  private static final String ALGORITHM = "sparse";
  private static final String BLOCKS = "blocks";
  private static final String ROWS = "rows";

  /** Images of a tile. */
  private static final int MOST_ROWS = 4;

  /** Sums of one output over different columns, so that none has to wait for the one before. */
  private static final int MOST_PARTS = 4;

  @Override
  public String algorithm() {
    return ALGORITHM;
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    return List.of();
  }

  @Override
  public List<Candidate> sparse(
      Op op, List<TensorType> operands, List<TensorType> results, Zeros zeros, Target target) {
    List<Candidate> found = new ArrayList<>();
    if (op instanceof Dense) {
      found.add(candidate(ROWS, 1, operands, results, zeros, target));
      if (target.lanes() > 1) {
        found.add(candidate(BLOCKS, target.lanes(), operands, results, zeros, target));
      }
    }
    return found;
  }

  private static Candidate candidate(
      String variant,
      int block,
      List<TensorType> operands,
      List<TensorType> results,
      Zeros zeros,
      Target target) {
    int count = zeros.columns(block);
    List<Layout> layouts = new ArrayList<>();
    layouts.add(Layouts.plain(operands.get(0)));
    layouts.add(Layout.parse(Columns.of(count).text() + ":OI" + (block == 1 ? "" : block + "o")));
    if (operands.size() > 2) {
      layouts.add(Layouts.channels(target.lanes()));
    }
    int[] shape = operands.get(1).shape().sizes();
    double kept = (count + 1.0) / Columns.all(block, shape);
    double used = block == 1 ? 0.6 / target.lanes() : 0.5;
    return new Candidate(
        ALGORITHM + "/" + variant,
        layouts,
        Layouts.plain(results.getFirst()),
        true,
        true,
        0,
        used / kept);
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
    boolean isOfRows = step.variant().equals(ROWS);
    Lanes lanes = isOfRows ? Lanes.SCALAR : Lanes.of(step.lanes());
    int outputs = y.size(1);
    int images = y.batch();
    boolean bias = step.hasOperand(2);
    int rows = divisor(images, Math.min(MOST_ROWS, FusedEpilogue.registers(step.epilogue())));
    SparseTile tile =
        new SparseTile(
            lanes,
            rows,
            Math.max(1, MOST_PARTS / rows),
            x.placement().batchStride(),
            bias,
            !isOfRows && outputs % lanes.count() != 0,
            step.epilogue());
    String name = step.library().requireUnits(tile.name(), tile::build);
    Columns columns = weight.layout().columns().orElseThrow();
    int blocks = Math.ceilDiv(outputs, lanes.count());
    int perUnit = isOfRows ? Math.min(16, blocks) : 1;
    int groups = Math.ceilDiv(blocks, perUnit);
    Arguments arguments =
        Arguments.of(step)
            .with("x", x)
            .with("w", weight)
            .with("distancesAt", add(weight.offset(), columns.distancesAt(lanes.count(), outputs)))
            .with("weightsAt", add(weight.offset(), columns.weightsAt(lanes.count(), outputs)))
            .with("b", bias ? step.operand(2) : weight)
            .with("y", y)
            .with("outputs", outputs)
            .with("blocks", blocks)
            .with("perUnit", perUnit)
            .with("rowTiles", images / rows);
    step.added().ifPresent(r -> arguments.with("r", r));
    step.library().invoke(step.driver(), name, arguments.values());
    long products = (long) columns.count() * lanes.count();
    return new StepCode(name, images / rows * groups, 2 * images * products);
  }

  private static int divisor(int images, int most) {
    int rows = Math.min(images, most);
    while (images % rows > 0) {
      rows--;
    }
    return rows;
  }
}
