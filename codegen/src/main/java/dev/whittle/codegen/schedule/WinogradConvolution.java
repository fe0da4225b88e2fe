package dev.whittle.codegen.schedule;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.schedule.Window.Axis;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import dev.whittle.runtime.Winograd;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Convolution by Winograd's algorithm, for 3x3, 3x1 and 1x3 kernels that touch every position:
 * transformed tiles of the input times transformed kernels are matrix products, one for each value
 * of a tile, made by {@link ConvolutionTile}s of one tap.
 *
 * <p>Variants: {@code f2}, {@code f4} and {@code f6} make 2, 4 or 6 outputs along an axis at once.
 */
final class WinogradConvolution implements Schedule {
  private static final String ALGORITHM = "winograd";
  private static final int TAPS = 3;

  @Override
  public String algorithm() {
    return ALGORITHM;
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    TensorType x = operands.getFirst();
    if (!(op instanceof Conv conv)
        || !Window.fits(x)
        || target.lanes() == 1
        || !applies(conv, x, operands.get(1), results.getFirst(), target.lanes())) {
      return List.of();
    }
    List<Candidate> found = new ArrayList<>();
    for (int outputs = 2; outputs <= 6; outputs += 2) {
      found.add(candidate(conv, operands, results.getFirst(), outputs, target));
    }
    return found;
  }

  private static boolean applies(
      Conv conv, TensorType x, TensorType weight, TensorType y, int lanes) {
    Window window = Window.of(conv, x, y);
    int inputs = weight.shape().size(1);
    int outputs = y.shape().size(1) / conv.groups();
    return applies(window.rows())
        && applies(window.columns())
        && window.rows().kernel() * window.columns().kernel() > 1
        && (conv.groups() == 1 || inputs % lanes == 0 && outputs % lanes == 0)
        && y.shape().elementCount() > 0;
  }

  private static boolean applies(Axis axis) {
    return axis.stride() == 1
        && (axis.kernel() == 1 || axis.kernel() == TAPS && axis.dilation() == 1);
  }

  private static Candidate candidate(
      Conv conv, List<TensorType> operands, TensorType y, int outputs, Target target) {
    int lanes = target.lanes();
    TensorType x = operands.get(0);
    TensorType weight = operands.get(1);
    Winograd winograd = new Winograd(outputs, TAPS);
    List<Layout> layouts = new ArrayList<>();
    layouts.add(Layouts.blocked(x, lanes));
    layouts.add(weights(winograd, weight, lanes));
    if (operands.size() > 2) {
      layouts.add(Layouts.channels(lanes));
    }
    WinogradPlan plan = WinogradPlan.of(winograd, conv, x, y, target, widest(Lanes.of(lanes)));
    return new Candidate(
        ALGORITHM + "/f" + outputs,
        layouts,
        Layouts.blocked(y, lanes),
        true,
        true,
        plan.slabs().scratchFloats(),
        new WinogradCost(plan, weight.shape().size(1)).efficiency(flops(weight, y)),
        outputs == 6 ? 1e-4 : 1e-5);
  }

  private static double flops(TensorType weight, TensorType y) {
    double kernel = (double) weight.shape().elementCount() / weight.shape().size(0);
    return 2 * kernel * y.shape().elementCount();
  }

  private static Layout weights(Winograd winograd, TensorType weight, int lanes) {
    String values = "DHW".substring(5 - weight.rank());
    return Layout.parse(winograd.text() + ":" + values + "OI" + (lanes == 1 ? "" : lanes + "o"));
  }

  private static int widest(Lanes lanes) {
    return lanes.registers() == 32 ? 14 : 6;
  }

  @Override
  public StepCode write(StepContext step) {
    Conv conv = (Conv) step.op();
    Operand x = step.operand(0);
    Operand weight = step.operand(1);
    Operand y = step.result();
    Lanes lanes = Lanes.of(step.lanes());
    Winograd winograd = (Winograd) weight.layout().transform().orElseThrow();
    WinogradPlan plan =
        WinogradPlan.of(winograd, conv, x.type(), y.type(), step.target(), widest(lanes));
    SlabWalker walker = walker(step, plan, lanes);
    walker.write(step, arguments(step, plan, lanes));
    SlabPlan slabs = plan.slabs();
    String name =
        "f32_winograd_%s_%dx%d%s%s"
            .formatted(
                variant(step, plan),
                slabs.width(),
                walker.products().tile().vectors(),
                FusedEpilogue.name(step.epilogue()),
                lanes.suffix());
    long flops = (long) flops(weight.type(), y.type());
    return new StepCode(name, slabs.slabs() * slabs.parts(), flops);
  }

  private static String variant(StepContext step, WinogradPlan plan) {
    return step.variant() + "_" + plan.inputRows() + "x" + plan.inputColumns();
  }

  private static SlabWalker walker(StepContext step, WinogradPlan plan, Lanes lanes) {
    SlabPlan slabs = plan.slabs();
    int perGroup = slabs.vectors() / ((Conv) step.op()).groups();
    boolean isGrouped = perGroup < slabs.vectors();
    int vectors = perGroup == 1 || isGrouped && perGroup % 2 != 0 ? 1 : 2;
    boolean partial = step.operand(1).size(1) % lanes.count() > 0;
    String variant = variant(step, plan);
    Winograd winograd = plan.winograd();
    return new SlabWalker(
        slabs,
        new WinogradInput(
            lanes,
            variant,
            map(lanes, plan.inputRows(), winograd.inputMatrix()),
            map(lanes, plan.inputColumns(), winograd.inputMatrix()),
            plan.outputRows(),
            plan.outputColumns(),
            slabs.width()),
        SlabProducts.of(lanes, slabs, vectors, partial),
        new WinogradOutput(
            lanes,
            variant,
            map(lanes, plan.inputRows(), winograd.outputMatrix()),
            map(lanes, plan.inputColumns(), winograd.outputMatrix()),
            slabs.width(),
            step.hasOperand(2),
            step.epilogue()));
  }

  private static LinearMap map(Lanes lanes, int operands, Winograd.Fraction[][] matrix) {
    return operands == 1 ? LinearMap.identity(lanes) : LinearMap.of(lanes, matrix);
  }

  private static Map<String, Expression> arguments(
      StepContext step, WinogradPlan plan, Lanes lanes) {
    Operand x = step.operand(0);
    Operand weight = step.operand(1);
    Operand y = step.result();
    Axis rows = plan.window().rows();
    Axis columns = plan.window().columns();
    int count = lanes.count();
    int groups = ((Conv) step.op()).groups();
    SlabPlan slabs = plan.slabs();
    Arguments arguments =
        new Arguments()
            .with("scratch", step.scratch())
            .with("x", x)
            .with("xPlane", rows.input() * columns.input() * count)
            .with("xRow", columns.input() * count)
            .with("height", rows.input())
            .with("width", columns.input())
            .with("padHeight", rows.pad())
            .with("padWidth", columns.pad())
            .with("y", y)
            .with("yPlane", rows.output() * columns.output() * count)
            .with("yRow", columns.output() * count)
            .with("outHeight", rows.output())
            .with("outWidth", columns.output())
            .with("w", weight)
            .with("perGroup", slabs.vectors() / groups)
            .with("tilesInRow", plan.tileColumns())
            .with("rowsInMap", plan.tileRows())
            .with(slabs, weight.size(1))
            .with("sAt", plan.strip())
            .with("sRow", plan.stripRow())
            .with("tAt", plan.stage())
            .withBiasAndAdded(step);
    return new HashMap<>(arguments.values());
  }
}
