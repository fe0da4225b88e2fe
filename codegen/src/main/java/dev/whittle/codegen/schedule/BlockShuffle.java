package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.binary;
import static dev.whittle.codegen.kernel.Expressions.broadcast;
import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.interleave;
import static dev.whittle.codegen.kernel.Expressions.laneIndex;
import static dev.whittle.codegen.kernel.Expressions.loadVector;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.remainder;
import static dev.whittle.codegen.kernel.Expressions.select;

import dev.whittle.codegen.kernel.BinaryOperator;
import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.codegen.schedule.ShuffledBlocks.Run;
import dev.whittle.codegen.schedule.ShuffledBlocks.Series;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.ChannelShuffle;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import java.util.Collections;
import java.util.List;

/**
 * Channel shuffles of blocked tensors, joins and cuts at any channel included, in one pass: a
 * vector of the result is put together from runs of lanes, each loaded at the distance that brings
 * it to its place, and then interleaved in registers. A unit is a block of one image of a result.
 */
final class BlockShuffle implements Schedule {
  /** Parameters of all calls for which a driver has room. */
  private static final int PARAMETERS = 1500;

  private static final int PARAMETERS_OF_A_RUN = 5;

  /**
   * What a vector is put together from at most: kernels of eight loads are more than HotSpot's
   * first compiler takes, and their call more than the second does.
   */
  private static final int LOADS = 6;

  @Override
  public String algorithm() {
    return "shuffle";
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    TensorType x = operands.getFirst();
    if (target.lanes() == 1
        || x.rank() < 3
        || !(op instanceof ChannelShuffle shuffle)
        || !fits(ShuffledBlocks.of(shuffle, operands, results, target.lanes()))) {
      return List.of();
    }
    Layout blocked = Layouts.blocked(x, target.lanes());
    List<Layout> layouts = Collections.nCopies(operands.size(), blocked);
    return List.of(new Candidate(algorithm(), layouts, blocked, false, false, 0, 0.02));
  }

  private static boolean fits(ShuffledBlocks plan) {
    int parameters =
        plan.series().stream().mapToInt(s -> PARAMETERS_OF_A_RUN * (loads(s.runs()) + 2)).sum();
    return parameters <= PARAMETERS
        && plan.series().stream().allMatch(s -> s.runs().size() <= LOADS);
  }

  /** An even number, so that few kernels serve all blocks: a load of no lanes makes up for it. */
  private static int loads(List<Run> runs) {
    return runs.size() == 1 ? 1 : runs.size() + runs.size() % 2;
  }

  @Override
  public StepCode write(StepContext step) {
    ShuffledBlocks plan =
        ShuffledBlocks.of(
            (ChannelShuffle) step.op(),
            step.operands().stream().map(Operand::type).toList(),
            step.results().stream().map(Operand::type).toList(),
            step.lanes());
    StepUnits units = new StepUnits(step);
    List<String> kernels =
        plan.series().stream().map(s -> call(step, plan.interleaved(), s, units)).toList();
    return new StepCode(kernels.getFirst(), units.count(), 0);
  }

  private static String call(StepContext step, int groups, Series series, StepUnits units) {
    int loads = loads(series.runs());
    Lanes lanes = Lanes.of(step.lanes());
    String name = "f32_shuffle_%d_%d%s".formatted(groups, loads, lanes.suffix());
    step.library().requireUnits(name, kernel -> build(kernel, groups, loads, lanes.count()));
    Operand y = step.results().get(series.result());
    int plane = y.positions() * lanes.count();
    Arguments arguments =
        new Arguments()
            .with("y", y.buffer())
            .with("yAt", add(y.offset(), series.first() * plane))
            .with("yBatch", y.batchStride())
            .with("yStep", series.step() * plane)
            .with("plane", plane)
            .with("count", series.count());
    for (int i = 0; i < loads; i++) {
      boolean isNeeded = i < series.runs().size();
      Run run = isNeeded ? series.runs().get(i) : series.runs().getLast();
      Operand x = step.operand(run.operand());
      arguments
          .with("x" + i, x.buffer())
          .with("x" + i + "At", add(x.offset(), run.block() * plane + run.shift()))
          .with("x" + i + "Batch", x.batchStride())
          .with("from" + i, run.from())
          .with("to" + i, isNeeded ? run.to() : run.from());
    }
    units.next(y.batch() * series.count()).forEach(arguments::with);
    step.library().invoke(step.driver(), name, arguments.values());
    return name;
  }

  private static KernelMethod build(KernelBuilder kernel, int groups, int loads, int lanes) {
    Local y = kernel.buffer("y");
    Local yAt = kernel.integer("yAt");
    Local yBatch = kernel.integer("yBatch");
    Local yStep = kernel.integer("yStep");
    Local plane = kernel.integer("plane");
    Local count = kernel.integer("count");
    Local unit = kernel.integer("unit");
    Local image = kernel.let("image", divide(unit, count));
    Local block = kernel.let("block", remainder(unit, count));
    Expression yShift = add(multiply(image, yBatch), multiply(block, yStep));
    Local ys = kernel.let("ys", add(yAt, yShift));
    Local[] x = new Local[loads];
    Local[] starts = new Local[loads];
    Local[] masks = new Local[loads];
    for (int i = 0; i < loads; i++) {
      x[i] = kernel.buffer("x" + i);
      Local at = kernel.integer("x" + i + "At");
      Local batch = kernel.integer("x" + i + "Batch");
      Expression shift = add(multiply(image, batch), multiply(block, plane));
      starts[i] = kernel.let("x" + i + "s", add(at, shift));
      masks[i] = kernel.let("mask" + i, between(kernel, i));
    }
    kernel.loop(
        "position",
        constant(0),
        plane,
        lanes,
        position -> {
          Expression vector = loadVector(x[0], add(starts[0], position), masks[0]);
          for (int i = 1; i < loads; i++) {
            Expression run = loadVector(x[i], add(starts[i], position), masks[i]);
            vector = select(masks[i], run, vector);
          }
          kernel.store(y, add(ys, position), interleave(vector, groups));
        });
    return kernel.build();
  }

  /** The lanes {@code [from, to)} of a run. */
  private static Expression between(KernelBuilder kernel, int run) {
    return binary(
        BinaryOperator.AND,
        compare(Comparison.GREATER_OR_EQUAL, laneIndex(), broadcast(kernel.integer("from" + run))),
        compare(Comparison.LESS, laneIndex(), broadcast(kernel.integer("to" + run))));
  }
}
