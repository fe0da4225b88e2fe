package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.broadcast;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.maximum;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.multiplyAdd;
import static dev.whittle.codegen.kernel.Expressions.remainder;
import static dev.whittle.codegen.kernel.Expressions.subtract;
import static dev.whittle.codegen.kernel.Expressions.unary;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.codegen.kernel.UnaryOperator;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Upsample;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import java.util.List;

/**
 * Enlarging blocked maps, a vector of channels at a time. A unit is one result row. Positions
 * between pixel centres are computed in whole numbers of half steps, so they are exact.
 */
final class Upsampling implements Schedule {
  @Override
  public String algorithm() {
    return "upsample";
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    TensorType x = operands.getFirst();
    if (!(op instanceof Upsample) || x.rank() != 3 && x.rank() != 4) {
      return List.of();
    }
    Layout from = Layouts.blocked(x, target.lanes());
    Layout to = Layouts.blocked(results.getFirst(), target.lanes());
    return List.of(new Candidate(algorithm(), List.of(from), to, false, false, 0, 0.05));
  }

  @Override
  public StepCode write(StepContext step) {
    Upsample upsample = (Upsample) step.op();
    Operand x = step.operand(0);
    Operand y = step.result();
    Lanes lanes = Lanes.of(step.lanes());
    boolean flat = x.rank() == 3;
    boolean smooth = upsample.mode() == Upsample.Mode.BILINEAR;
    int groups = Math.ceilDiv(x.size(1), lanes.count());
    String name = "f32_upsample_" + (smooth ? "bilinear" : "nearest") + lanes.suffix();
    step.library().requireUnits(name, k -> new Body(k, lanes).build(smooth));
    Arguments arguments =
        Arguments.of(step)
            .with("x", x)
            .with("y", y)
            .with("groups", groups)
            .with("height", flat ? 1 : x.size(2))
            .with("width", x.size(x.rank() - 1))
            .with("scaleHeight", flat ? 1 : upsample.scales().getFirst())
            .with("scaleWidth", upsample.scales().getLast());
    step.library().invoke(step.driver(), name, arguments.values());
    int rows = flat ? 1 : y.size(2);
    return new StepCode(
        name, y.batch() * groups * rows, smooth ? 6L * y.batch() * y.size(1) * y.positions() : 0);
  }

  private static final class Body {
    private final KernelBuilder kernel;
    private final Lanes lanes;
    private final Local x;
    private final Local y;
    private final Local height;
    private final Local width;
    private final Local scaleHeight;
    private final Local scaleWidth;

    Body(KernelBuilder kernel, Lanes lanes) {
      this.kernel = kernel;
      this.lanes = lanes;
      x = kernel.buffer("x");
      y = kernel.buffer("y");
      height = kernel.integer("height");
      width = kernel.integer("width");
      scaleHeight = kernel.integer("scaleHeight");
      scaleWidth = kernel.integer("scaleWidth");
    }

    KernelMethod build(boolean smooth) {
      Local xAt = kernel.integer("xAt");
      Local xBatch = kernel.integer("xBatch");
      Local yAt = kernel.integer("yAt");
      Local yBatch = kernel.integer("yBatch");
      Local groups = kernel.integer("groups");
      Local unit = kernel.integer("unit");
      Local rows = kernel.let("rows", multiply(height, scaleHeight));
      Local columns = kernel.let("columns", multiply(width, scaleWidth));
      Local row = kernel.let("row", remainder(unit, rows));
      Local plane = kernel.let("plane", divide(unit, rows));
      Local group = kernel.let("group", remainder(plane, groups));
      Local image = kernel.let("image", divide(plane, groups));
      Local xs =
          kernel.let(
              "xs",
              add(
                  add(xAt, multiply(image, xBatch)),
                  multiply(multiply(group, multiply(height, width)), lanes.count())));
      Local ys =
          kernel.let(
              "ys",
              add(
                  add(yAt, multiply(image, yBatch)),
                  multiply(multiply(add(multiply(group, rows), row), columns), lanes.count())));
      if (smooth) {
        smoothRow(xs, ys, row, columns);
      } else {
        nearestRow(xs, ys, row);
      }
      return kernel.build();
    }

    private void nearestRow(Local xs, Local ys, Local row) {
      int size = lanes.count();
      Local line =
          kernel.let("line", add(xs, multiply(multiply(divide(row, scaleHeight), width), size)));
      kernel.loop(
          "column",
          constant(0),
          width,
          column -> {
            Local value = kernel.let("value", lanes.load(x, add(line, multiply(column, size))));
            Local at = kernel.let("at", add(ys, multiply(multiply(column, scaleWidth), size)));
            kernel.loop(
                "copy",
                constant(0),
                scaleWidth,
                copy -> kernel.store(y, add(at, multiply(copy, size)), value));
          });
    }

    private void smoothRow(Local xs, Local ys, Local row, Local columns) {
      int size = lanes.count();
      Between vertical = between(row, scaleHeight, height);
      Local top = kernel.let("top", add(xs, multiply(multiply(vertical.first, width), size)));
      Local bottom =
          kernel.let("bottom", add(xs, multiply(multiply(vertical.second, width), size)));
      kernel.loop(
          "column",
          constant(0),
          columns,
          column -> {
            Between across = between(column, scaleWidth, width);
            Expression left = multiply(across.first, size);
            Expression right = multiply(across.second, size);
            Local upper = mix(top, left, right, across);
            Local lower = mix(bottom, left, right, across);
            kernel.store(
                y,
                add(ys, multiply(column, size)),
                multiplyAdd(lower, vertical.share, multiply(upper, vertical.rest)));
          });
    }

    private Local mix(Local line, Expression left, Expression right, Between across) {
      Local from = kernel.let("from", lanes.load(x, add(line, left)));
      Local to = kernel.let("to", lanes.load(x, add(line, right)));
      return kernel.let("mix", multiplyAdd(to, across.share, multiply(from, across.rest)));
    }

    /**
     * Two neighbours of an output position, the second one's share and the first one's. They are
     * one where the other would be outside or have no share.
     */
    private record Between(Local first, Local second, Local share, Local rest) {}

    private Between between(Local position, Local scale, Local size) {
      Local steps = kernel.let("steps", multiply(scale, 2));
      Local shifted = kernel.let("shifted", add(add(multiply(position, 2), constant(1)), scale));
      Local before = kernel.let("before", add(divide(shifted, steps), -1));
      Local share =
          kernel.let(
              "share",
              broadcast(
                  divide(
                      unary(UnaryOperator.TO_FLOAT, remainder(shifted, steps)),
                      unary(UnaryOperator.TO_FLOAT, steps))));
      Local first = kernel.let("first", maximum(before, constant(0)));
      Expression after = divide(add(shifted, subtract(steps, constant(1))), steps);
      Local second =
          kernel.let("second", minimum(subtract(after, constant(1)), subtract(size, constant(1))));
      Local rest = kernel.let("rest", subtract(broadcast(constant(1f)), share));
      return new Between(first, second, share, rest);
    }
  }
}
