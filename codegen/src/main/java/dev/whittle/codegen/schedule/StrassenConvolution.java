package dev.whittle.codegen.schedule;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.schedule.Window.Axis;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import dev.whittle.runtime.Plan;
import dev.whittle.runtime.Strassen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A 1x1 convolution as a matrix product by Strassen's algorithm, once: of the inputs' channels, the
 * outputs' channels and the positions there are two halves each, and 7 products of halves take the
 * place of 8. Worth its sums where products are long.
 */
final class StrassenConvolution implements Schedule {
  private static final String ALGORITHM = "strassen";
  private static final double ERROR = 1e-5;

  @Override
  public String algorithm() {
    return ALGORITHM;
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    TensorType x = operands.getFirst();
    int lanes = target.lanes();
    if (!(op instanceof Conv conv)
        || !Window.fits(x)
        || lanes == 1
        || !applies(conv, x, operands.get(1), results.getFirst(), lanes)) {
      return List.of();
    }
    TensorType weight = operands.get(1);
    TensorType y = results.getFirst();
    List<Layout> layouts = new ArrayList<>();
    layouts.add(Layouts.blocked(x, lanes));
    String values = "DHW".substring(5 - weight.rank());
    layouts.add(Layout.parse(new Strassen().text() + ":" + values + "OI" + lanes + "o"));
    if (operands.size() > 2) {
      layouts.add(Layouts.channels(lanes));
    }
    return List.of(
        new Candidate(
            ALGORITHM,
            layouts,
            Layouts.blocked(y, lanes),
            true,
            true,
            plan(weight, y, target).scratchFloats(),
            efficiency(weight),
            ERROR));
  }

  private static boolean applies(
      Conv conv, TensorType x, TensorType weight, TensorType y, int lanes) {
    Window window = Window.of(conv, x, y);
    return conv.groups() == 1
        && isPointwise(window.rows())
        && isPointwise(window.columns())
        && weight.shape().size(0) % (4 * lanes) == 0
        && weight.shape().size(1) % (2 * lanes) == 0
        && window.rows().output() * window.columns().output() > 1
        && y.shape().elementCount() > 0;
  }

  private static boolean isPointwise(Axis axis) {
    return axis.kernel() == 1 && axis.pad() == 0 && axis.padEnd() == 0;
  }

  /** The sums of an output cost as much as some products of its sum. */
  private static double efficiency(TensorType weight) {
    double products = weight.shape().size(1);
    return 0.75 * 8 / 7 * products / (products + 48);
  }

  private static SlabPlan plan(TensorType weight, TensorType y, Target target) {
    Lanes lanes = Lanes.of(target.lanes());
    int positions = (int) (y.shape().elementCount() / y.shape().size(0) / y.shape().size(1));
    int tiles = Math.multiplyExact(y.shape().size(0), half(positions));
    int width = SlabPlan.width(tiles, lanes.registers() == 32 ? 14 : 6);
    int staged = SlabPlan.spread(StrassenOutput.ROWS * width * lanes.count());
    return SlabPlan.of(
        target,
        7,
        tiles,
        width,
        weight.shape().size(1) / 2 / lanes.count(),
        weight.shape().size(0) / 2 / lanes.count(),
        Plan.BASE + staged);
  }

  private static int half(int positions) {
    return Math.ceilDiv(positions, 2);
  }

  @Override
  public StepCode write(StepContext step) {
    Operand weight = step.operand(1);
    Operand y = step.result();
    Lanes lanes = Lanes.of(step.lanes());
    SlabPlan plan = plan(weight.type(), y.type(), step.target());
    SlabWalker walker =
        new SlabWalker(
            plan,
            new StrassenInput(lanes, plan.width()),
            SlabProducts.of(lanes, plan, 2, false),
            new StrassenOutput(lanes, plan.width(), step.hasOperand(2), step.epilogue()));
    walker.write(step, arguments(step, plan));
    String name =
        "f32_strassen_%dx2%s%s"
            .formatted(plan.width(), FusedEpilogue.name(step.epilogue()), lanes.suffix());
    long flops = 2L * y.type().shape().elementCount() * weight.size(1);
    return new StepCode(name, plan.slabs() * plan.parts(), flops);
  }

  private static Map<String, Expression> arguments(StepContext step, SlabPlan plan) {
    Operand x = step.operand(0);
    Operand weight = step.operand(1);
    Operand y = step.result();
    Window window = Window.of((Conv) step.op(), x.type(), y.type());
    int lanes = plan.lanes();
    int positions = y.positions();
    Arguments arguments =
        new Arguments()
            .with("scratch", step.scratch())
            .with("x", x)
            .with("xPlane", x.positions() * lanes)
            .with("xRow", window.rows().stride() * window.columns().input() * lanes)
            .with("xColumn", window.columns().stride() * lanes)
            .with("outWidth", window.columns().output())
            .with("half", half(positions))
            .with("shift", positions / 2)
            .with("isOdd", positions % 2)
            .with("y", y)
            .with("yPlane", positions * lanes)
            .with("w", weight)
            .with("halfVectors", plan.vectors())
            .with("perGroup", plan.vectors())
            .with("tilesInRow", half(positions))
            .with("rowsInMap", 1)
            .with("tAt", Plan.BASE)
            .with(plan, weight.size(1) / 2)
            .withBiasAndAdded(step);
    return new HashMap<>(arguments.values());
  }
}
