package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.broadcast;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.firstLanes;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.remainder;
import static dev.whittle.codegen.kernel.Expressions.subtract;
import static dev.whittle.codegen.kernel.Expressions.unary;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.codegen.kernel.UnaryOperator;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.GlobalAveragePool;
import dev.whittle.ir.op.Mean;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Mean over all positions of each channel of a blocked map, in four running sums; the result may be
 * plain, since with one position both layouts are a row of channels.
 */
final class GlobalAverage implements Schedule {
  private static final int SUMS = 4;

  @Override
  public String algorithm() {
    return "global";
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    TensorType x = operands.getFirst();
    if (!isGlobal(op, x) || x.rank() < 3) {
      return List.of();
    }
    int lanes = target.lanes();
    List<dev.whittle.runtime.Layout> from = List.of(Layouts.blocked(x, lanes));
    TensorType y = results.getFirst();
    Candidate plain = new Candidate(algorithm(), from, Layouts.plain(y), false, false, 0, 0.1);
    if (lanes == 1 || y.rank() < 3) {
      return List.of(plain);
    }
    return List.of(
        plain, new Candidate(algorithm(), from, Layouts.blocked(y, lanes), false, false, 0, 0.1));
  }

  private static boolean isGlobal(Op op, TensorType x) {
    return switch (op) {
      case GlobalAveragePool pool -> true;
      case Mean mean ->
          mean.axes().stream()
              .map(a -> a < 0 ? a + x.rank() : a)
              .sorted()
              .toList()
              .equals(IntStream.range(2, x.rank()).boxed().toList());
      default -> false;
    };
  }

  @Override
  public boolean staysInside() {
    return true;
  }

  @Override
  public StepCode write(StepContext step) {
    Operand x = step.operand(0);
    Operand y = step.result();
    Lanes lanes = Lanes.of(step.lanes());
    boolean partial = !Layouts.isBlocked(y.layout()) && y.size(1) % lanes.count() != 0;
    String name = "f32_global_average_pool" + (partial ? "_partial" : "") + lanes.suffix();
    step.library().requireUnits(name, k -> build(k, lanes, partial));
    int groups = Math.ceilDiv(x.size(1), lanes.count());
    Map<String, Expression> arguments = new HashMap<>();
    arguments.put("x", x.buffer());
    arguments.put("xAt", x.offset());
    arguments.put("xBatch", x.batchStride());
    arguments.put("y", y.buffer());
    arguments.put("yAt", y.offset());
    arguments.put("yBatch", y.batchStride());
    arguments.put("positions", constant(x.positions()));
    arguments.put("groups", constant(groups));
    arguments.put("channels", constant(x.size(1)));
    arguments.put("from", step.from());
    arguments.put("to", step.to());
    step.library().invoke(step.driver(), name, arguments);
    return new StepCode(name, x.batch() * groups, (long) x.batch() * x.size(1) * x.positions());
  }

  private static KernelMethod build(KernelBuilder kernel, Lanes lanes, boolean partial) {
    Local x = kernel.buffer("x");
    Local xAt = kernel.integer("xAt");
    Local xBatch = kernel.integer("xBatch");
    Local y = kernel.buffer("y");
    Local yAt = kernel.integer("yAt");
    Local yBatch = kernel.integer("yBatch");
    Local positions = kernel.integer("positions");
    Local groups = kernel.integer("groups");
    Local channels = partial ? kernel.integer("channels") : null;
    int width = lanes.count();
    Local unit = kernel.integer("unit");
    Local group = kernel.let("group", remainder(unit, groups));
    Local image = kernel.let("image", divide(unit, groups));
    Local xs =
        kernel.let(
            "xs",
            add(add(xAt, multiply(image, xBatch)), multiply(multiply(group, positions), width)));
    Local[] sums = new Local[SUMS];
    for (int i = 0; i < SUMS; i++) {
      sums[i] = kernel.let("sum" + i, lanes.splat(0f));
    }
    Local whole = kernel.let("whole", subtract(positions, remainder(positions, constant(SUMS))));
    kernel.loop(
        "position",
        constant(0),
        whole,
        SUMS,
        position -> {
          Local at = kernel.let("at", add(xs, multiply(position, width)));
          for (int i = 0; i < SUMS; i++) {
            kernel.assign(sums[i], add(sums[i], lanes.load(x, add(at, i * width))));
          }
        });
    kernel.loop(
        "last",
        whole,
        positions,
        position ->
            kernel.assign(
                sums[0], add(sums[0], lanes.load(x, add(xs, multiply(position, width))))));
    Expression mean =
        divide(
            add(add(sums[0], sums[1]), add(sums[2], sums[3])),
            broadcast(unary(UnaryOperator.TO_FLOAT, positions)));
    Expression at = add(add(yAt, multiply(image, yBatch)), multiply(group, width));
    if (partial) {
      kernel.store(y, at, mean, firstLanes(subtract(channels, multiply(group, width))));
    } else {
      kernel.store(y, at, mean);
    }
    return kernel.build();
  }
}
