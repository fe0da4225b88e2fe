package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.load;
import static dev.whittle.codegen.kernel.Expressions.maximum;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.remainder;
import static dev.whittle.codegen.kernel.Expressions.subtract;
import static dev.whittle.codegen.kernel.Expressions.unary;

import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.codegen.kernel.UnaryOperator;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.ArgMax;
import dev.whittle.ir.op.GlobalAveragePool;
import dev.whittle.ir.op.Mean;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.ReduceMax;
import dev.whittle.ir.op.ReduceMin;
import dev.whittle.ir.op.ReduceSum;
import dev.whittle.ir.op.Reduction;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A reduction over any axes of a plain tensor of at most five axes. A unit is one element of the
 * result; each innermost run is reduced by itself before it joins the whole.
 */
final class AxisReduction implements Schedule {
  private static final int AXES = 5;

  @Override
  public String algorithm() {
    return "axes";
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    boolean applies =
        op instanceof Reduction || op instanceof GlobalAveragePool || op instanceof ArgMax;
    if (!applies || operands.getFirst().rank() > AXES) {
      return List.of();
    }
    return List.of(
        new Candidate(
            algorithm(),
            Layouts.plain(operands),
            Layouts.plain(results.getFirst()),
            false,
            false,
            0,
            0.01));
  }

  private static Set<Integer> axes(Op op, int rank) {
    Set<Integer> axes = new HashSet<>();
    if (op instanceof ArgMax argMax) {
      axes.add(Math.floorMod(argMax.axis(), rank));
    } else if (op instanceof Reduction reduction) {
      reduction.axes().forEach(axis -> axes.add(Math.floorMod(axis, rank)));
    } else {
      IntStream.range(2, rank).forEach(axes::add);
    }
    return axes;
  }

  @Override
  public StepCode write(StepContext step) {
    Operand x = step.operand(0);
    Operand y = step.result();
    int rank = x.rank();
    Set<Integer> reduced = axes(step.op(), rank);
    boolean keepsDims =
        switch (step.op()) {
          case Reduction reduction -> reduction.keepDims();
          case ArgMax argMax -> argMax.keepDims();
          default -> true;
        };
    int outermost =
        keepsDims
            ? 0
            : IntStream.range(0, rank)
                .filter(axis -> !reduced.contains(axis))
                .findFirst()
                .orElse(0);
    boolean hasImages = y.rank() > 1;
    int[] xStrides = Rearrangement.strides(x);
    int units = 1;
    int count = 1;
    int[] kept = new int[AXES];
    int[] sizes = new int[AXES];
    int[] keptStrides = new int[AXES];
    int[] resultStrides = new int[AXES];
    int[] strides = new int[AXES];
    int stride = 1;
    for (int axis = AXES - 1; axis >= 0; axis--) {
      int source = axis - (AXES - rank);
      boolean isReduced = source >= 0 && reduced.contains(source);
      int size = source >= 0 ? x.size(source) : 1;
      kept[axis] = isReduced ? 1 : size;
      sizes[axis] = isReduced ? size : 1;
      keptStrides[axis] = source >= 0 ? xStrides[source] : 0;
      strides[axis] = keptStrides[axis];
      resultStrides[axis] = source == outermost && hasImages ? y.placement().batchStride() : stride;
      stride *= kept[axis];
      units *= kept[axis];
      count *= sizes[axis];
    }
    Kind kind = Kind.of(step.op());
    String name = "f32_" + kind.name().toLowerCase(Locale.ROOT) + "__scalar";
    step.library().require(name, kernel -> build(kernel, kind));
    Arguments arguments = Arguments.of(step).with("x", x).with("y", y).with("count", count);
    for (int axis = 0; axis < AXES; axis++) {
      arguments
          .with("kept" + axis, kept[axis])
          .with("size" + axis, sizes[axis])
          .with("from" + axis, keptStrides[axis])
          .with("to" + axis, resultStrides[axis])
          .with("stride" + axis, strides[axis]);
    }
    step.library().invoke(step.driver(), name, arguments.values());
    return new StepCode(name, units, (long) units * count);
  }

  /** How elements are brought together. */
  private enum Kind {
    MEAN(0f),
    SUM(0f),
    MAXIMUM(Float.NEGATIVE_INFINITY),
    MINIMUM(Float.POSITIVE_INFINITY),
    FIRST_OF_LARGEST(0f),
    LAST_OF_LARGEST(0f);

    private final float neutral;

    Kind(float neutral) {
      this.neutral = neutral;
    }

    static Kind of(Op op) {
      return switch (op) {
        case GlobalAveragePool pool -> MEAN;
        case Mean mean -> MEAN;
        case ReduceSum sum -> SUM;
        case ReduceMax max -> MAXIMUM;
        case ReduceMin min -> MINIMUM;
        case ArgMax argMax -> argMax.last() ? LAST_OF_LARGEST : FIRST_OF_LARGEST;
        default -> throw new IllegalArgumentException(op.operator());
      };
    }

    Expression combine(Expression left, Expression right) {
      return switch (this) {
        case MEAN, SUM -> add(left, right);
        case MAXIMUM -> maximum(left, right);
        case MINIMUM -> minimum(left, right);
        case FIRST_OF_LARGEST, LAST_OF_LARGEST -> throw new IllegalStateException(name());
      };
    }
  }

  private static KernelMethod build(KernelBuilder kernel, Kind kind) {
    Local x = kernel.buffer("x");
    Local xAt = kernel.integer("xAt");
    Local y = kernel.buffer("y");
    Local yAt = kernel.integer("yAt");
    Local count = kernel.integer("count");
    Local[] kept = parameters(kernel, "kept");
    Local[] sizes = parameters(kernel, "size");
    Local[] from = parameters(kernel, "from");
    Local[] to = parameters(kernel, "to");
    Local[] strides = parameters(kernel, "stride");
    kernel.loop(
        "unit",
        kernel.integer("from"),
        kernel.integer("to"),
        unit -> {
          Local rest = kernel.let("rest", unit);
          Local source = kernel.let("source", xAt);
          Local target = kernel.let("target", yAt);
          for (int axis = AXES - 1; axis >= 0; axis--) {
            Local index = kernel.let("index" + axis, remainder(rest, kept[axis]));
            kernel.assign(rest, divide(rest, kept[axis]));
            kernel.assign(source, add(source, multiply(index, from[axis])));
            kernel.assign(target, add(target, multiply(index, to[axis])));
          }
          if (kind == Kind.FIRST_OF_LARGEST || kind == Kind.LAST_OF_LARGEST) {
            Local position = position(kernel, kind, x, source, sizes, strides);
            kernel.store(y, target, unary(UnaryOperator.TO_FLOAT, position));
            return;
          }
          Local whole = kernel.let("whole", constant(kind.neutral));
          reduce(kernel, kind, x, source, sizes, strides, 0, whole);
          kernel.store(
              y,
              target,
              kind == Kind.MEAN ? divide(whole, unary(UnaryOperator.TO_FLOAT, count)) : whole);
        });
    return kernel.build();
  }

  /** Where the largest element is along the one axis that has a size. */
  private static Local position(
      KernelBuilder kernel, Kind kind, Local x, Local at, Local[] sizes, Local[] strides) {
    Local size = kernel.let("size", constant(1));
    Local span = kernel.let("span", constant(0));
    for (int axis = 0; axis < AXES; axis++) {
      kernel.assign(span, add(span, multiply(strides[axis], subtract(sizes[axis], constant(1)))));
      kernel.assign(size, multiply(size, sizes[axis]));
    }
    Local stride =
        kernel.let("stride", divide(span, maximum(subtract(size, constant(1)), constant(1))));
    Local best = kernel.let("best", load(x, at));
    Local position = kernel.let("position", constant(0));
    Comparison isBetter =
        kind == Kind.LAST_OF_LARGEST ? Comparison.GREATER_OR_EQUAL : Comparison.GREATER;
    kernel.loop(
        "next",
        constant(1),
        size,
        next -> {
          Local element = kernel.let("element", load(x, add(at, multiply(next, stride))));
          kernel.when(
              compare(isBetter, element, best),
              () -> {
                kernel.assign(best, element);
                kernel.assign(position, next);
              });
        });
    return position;
  }

  private static void reduce(
      KernelBuilder kernel,
      Kind kind,
      Local x,
      Expression at,
      Local[] sizes,
      Local[] strides,
      int axis,
      Local whole) {
    Local part = axis == AXES - 1 ? kernel.let("part", constant(kind.neutral)) : whole;
    kernel.loop(
        "i" + axis,
        constant(0),
        sizes[axis],
        i -> {
          Expression next = add(at, multiply(i, strides[axis]));
          if (axis < AXES - 1) {
            Local from = kernel.let("at" + axis, next);
            reduce(kernel, kind, x, from, sizes, strides, axis + 1, whole);
          } else {
            kernel.assign(part, kind.combine(part, load(x, next)));
          }
        });
    if (axis == AXES - 1) {
      kernel.assign(whole, kind.combine(whole, part));
    }
  }

  private static Local[] parameters(KernelBuilder kernel, String name) {
    Local[] locals = new Local[AXES];
    for (int axis = 0; axis < AXES; axis++) {
      locals[axis] = kernel.integer(name + axis);
    }
    return locals;
  }
}
