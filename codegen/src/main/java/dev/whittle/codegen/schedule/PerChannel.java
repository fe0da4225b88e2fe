package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.multiplyAdd;
import static dev.whittle.codegen.kernel.Expressions.negate;
import static dev.whittle.codegen.kernel.Expressions.remainder;
import static dev.whittle.codegen.kernel.Expressions.unary;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.codegen.kernel.UnaryOperator;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Arithmetic;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * Blocked maps combined with one number per channel: batch normalisation, and arithmetic whose
 * second operand has a single position. A unit is a block of channels of an image.
 */
final class PerChannel implements Schedule {
  @Override
  public String algorithm() {
    return "per_channel";
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    TensorType x = operands.getFirst();
    int lanes = target.lanes();
    if (x.rank() < 2 || !applies(op, operands, results.getFirst(), lanes)) {
      return List.of();
    }
    List<Layout> layouts = new ArrayList<>();
    layouts.add(Layouts.blocked(x, lanes));
    for (TensorType other : operands.subList(1, operands.size())) {
      layouts.add(
          op instanceof BatchNorm ? Layouts.channels(lanes) : Layouts.blocked(other, lanes));
    }
    return List.of(new Candidate(algorithm(), layouts, layouts.getFirst(), true, false, 0, 0.06));
  }

  private static boolean applies(Op op, List<TensorType> operands, TensorType result, int lanes) {
    return switch (op) {
      case BatchNorm norm -> true;
      case Arithmetic arithmetic -> {
        TensorType x = operands.get(0);
        TensorType other = operands.get(1);
        boolean single = other.rank() == x.rank() && x.equals(result);
        for (int axis = 2; single && axis < x.rank(); axis++) {
          single = other.shape().size(axis) == 1;
        }
        yield single
            && other.shape().size(1) == x.shape().size(1)
            && (arithmetic.keepsFinite() || x.shape().size(1) % lanes == 0);
      }
      default -> false;
    };
  }

  @Override
  public StepCode write(StepContext step) {
    Operand x = step.operand(0);
    Operand y = step.result();
    Lanes lanes = Lanes.of(step.lanes());
    String what =
        step.op() instanceof BatchNorm(float epsilon)
            ? "batch_norm_" + Integer.toHexString(Float.floatToIntBits(epsilon))
            : Elementwise.name(step.op());
    String name = "f32_per_channel_" + what + FusedEpilogue.name(step.epilogue()) + lanes.suffix();
    int count = step.operands().size();
    step.library().requireUnits(name, k -> build(k, lanes, step.op(), count, step.epilogue()));
    int groups = Math.ceilDiv(x.size(1), lanes.count());
    Arguments arguments =
        Arguments.of(step)
            .with("x", x)
            .with("y", y)
            .with("groups", groups)
            .with("positions", x.positions());
    for (int i = 1; i < count; i++) {
      Operand other = step.operand(i);
      arguments.with("p" + i, other);
      boolean repeats = step.op() instanceof BatchNorm || other.batch() == 1;
      if (repeats) {
        arguments.with("p" + i + "Batch", 0);
      }
    }
    step.library().invoke(step.driver(), name, arguments.values());
    return new StepCode(name, y.batch() * groups, 2L * y.batch() * y.size(1) * y.positions());
  }

  private static KernelMethod build(
      KernelBuilder kernel, Lanes lanes, Op op, int count, List<Epilogue> epilogue) {
    Local x = kernel.buffer("x");
    Local xAt = kernel.integer("xAt");
    Local xBatch = kernel.integer("xBatch");
    Local y = kernel.buffer("y");
    Local yAt = kernel.integer("yAt");
    Local yBatch = kernel.integer("yBatch");
    Local groups = kernel.integer("groups");
    Local positions = kernel.integer("positions");
    Local[][] others = new Local[count][];
    for (int i = 1; i < count; i++) {
      others[i] =
          new Local[] {
            kernel.buffer("p" + i),
            kernel.integer("p" + i + "At"),
            kernel.integer("p" + i + "Batch")
          };
    }
    int width = lanes.count();
    Local unit = kernel.integer("unit");
    Local group = kernel.let("group", remainder(unit, groups));
    Local image = kernel.let("image", divide(unit, groups));
    List<Local> numbers = new ArrayList<>();
    for (int i = 1; i < count; i++) {
      Expression at = add(add(others[i][1], multiply(image, others[i][2])), multiply(group, width));
      numbers.add(kernel.let("number" + i, lanes.load(others[i][0], at)));
    }
    Local plane = kernel.let("plane", multiply(multiply(group, positions), width));
    Local xs = kernel.let("xs", add(add(xAt, multiply(image, xBatch)), plane));
    Local ys = kernel.let("ys", add(add(yAt, multiply(image, yBatch)), plane));
    if (op instanceof BatchNorm(float epsilon)) {
      Local deviation =
          kernel.let(
              "deviation",
              unary(UnaryOperator.SQUARE_ROOT, add(numbers.get(3), lanes.splat(epsilon))));
      Local factor = kernel.let("factor", divide(numbers.get(0), deviation));
      Local shift =
          kernel.let("shift", multiplyAdd(negate(numbers.get(2)), factor, numbers.get(1)));
      numbers.set(0, factor);
      numbers.set(1, shift);
    }
    kernel.loop(
        "position",
        constant(0),
        positions,
        position -> {
          Local at = kernel.let("at", multiply(position, width));
          Local before = kernel.let("element", lanes.load(x, add(xs, at)));
          Expression value =
              op instanceof BatchNorm
                  ? multiplyAdd(before, numbers.get(0), numbers.get(1))
                  : Elementwise.arithmetic(kernel, lanes, op, before, numbers.get(0));
          kernel.store(
              y,
              add(ys, at),
              FusedEpilogue.apply(kernel, lanes, epilogue, value, FusedEpilogue::none));
        });
    return kernel.build();
  }
}
