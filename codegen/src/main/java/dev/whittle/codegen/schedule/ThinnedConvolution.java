package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;

import dev.whittle.codegen.schedule.Window.Axis;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.passes.Zeros;
import dev.whittle.runtime.Columns;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolution that reads, for one or two vectors of outputs, only the inputs and taps that some of
 * them need (Lebedev and Lempitsky, Fast ConvNets Using Group-wise Brain Damage, 2016), in place of
 * a thinned copy by a list of distances. Planes of a kernel that are zero are left out alike.
 */
final class ThinnedConvolution implements Schedule {
  private static final String ALGORITHM = "thinned";

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
    if (!(op instanceof Conv conv) || !Window.fits(operands.getFirst()) || conv.groups() > 1) {
      return List.of();
    }
    List<Candidate> found = new ArrayList<>();
    found.add(candidate(1, conv, operands, results.getFirst(), zeros, target));
    int blocks = Math.ceilDiv(results.getFirst().shape().size(1), target.lanes());
    if (target.lanes() > 1 && blocks % 2 == 0) {
      found.add(candidate(2, conv, operands, results.getFirst(), zeros, target));
    }
    return found;
  }

  private static Candidate candidate(
      int vectors, Conv conv, List<TensorType> operands, TensorType y, Zeros zeros, Target target) {
    int lanes = target.lanes();
    TensorType x = operands.get(0);
    TensorType weight = operands.get(1);
    ThinnedPlan plan = ThinnedPlan.of(conv, x, y, lanes, vectors);
    int block = vectors * lanes;
    int count = zeros.columns(block);
    List<Layout> layouts = new ArrayList<>();
    layouts.add(Layouts.blocked(x, lanes));
    String axes = "OI" + "HW".substring(4 - x.rank());
    String outputs = block == 1 ? "" : block + "o";
    layouts.add(Layout.parse(plan.columns(count, x.rank()).text() + ":" + axes + outputs));
    if (operands.size() > 2) {
      layouts.add(Layouts.channels(lanes));
    }
    double kept = (count + 1.0) / Columns.all(block, weight.shape().sizes());
    double used = (double) y.shape().size(1) / (Math.ceilDiv(y.shape().size(1), lanes) * lanes);
    double share = lanes == 1 ? 0.02 : 0.6;
    return new Candidate(
        ALGORITHM + "/" + vectors,
        layouts,
        Layouts.blocked(y, lanes),
        true,
        true,
        plan.scratchFloats(),
        share * used / kept);
  }

  @Override
  public StepCode write(StepContext step) {
    Operand x = step.operand(0);
    Operand weight = step.operand(1);
    Operand y = step.result();
    int vectors = Integer.parseInt(step.variant());
    int block = vectors * step.lanes();
    ThinnedPlan plan = ThinnedPlan.of((Conv) step.op(), x.type(), y.type(), step.lanes(), vectors);
    FusedEpilogue epilogue =
        FusedEpilogue.of(
            step.epilogue(), DirectConvolution.LONGEST_EPILOGUE / plan.lanes().registers());
    ThinnedWalker walker = new ThinnedWalker(plan, step.hasOperand(2), epilogue);
    String name = walker.require(step.library());
    Columns columns = weight.layout().columns().orElseThrow();
    Axis down = plan.window().rows();
    Axis along = plan.window().columns();
    Arguments arguments =
        Arguments.of(step)
            .with("x", x)
            .with("w", weight)
            .with("distancesAt", add(weight.offset(), columns.distancesAt(block, y.size(1))))
            .with("weightsAt", add(weight.offset(), columns.weightsAt(block, y.size(1))))
            .with("y", y)
            .with("yPlane", y.positions() * step.lanes())
            .withBiasAndAdded(step)
            .with("scratch", step.scratch())
            .with("width", along.input())
            .with("height", down.input())
            .with("planes", plan.planes())
            .with("padWidth", Math.min(along.pad(), plan.readWidth()))
            .with("padHeight", down.pad())
            .with("copied", Math.clamp(plan.readWidth() - along.pad(), 0, along.input()))
            .with("readRow", plan.row())
            .with("readPlane", plan.plane())
            .with("strideHeight", down.stride())
            .with("outHeight", down.output())
            .with("outWidth", along.output())
            .with("bands", plan.bands())
            .with("bandRows", plan.bandRows())
            .with("groups", Math.ceilDiv(y.size(1), block))
            .with("tilesInRow", along.output() / plan.width())
            .with("stagedAt", plan.stagedAt());
    step.library().invoke(step.driver(), name, arguments.values());
    long products = (long) columns.count() * block * y.batch() * y.positions();
    return new StepCode(name, y.batch() * plan.bands(), 2 * products);
  }
}
