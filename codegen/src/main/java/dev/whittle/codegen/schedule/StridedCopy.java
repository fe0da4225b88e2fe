package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.load;
import static dev.whittle.codegen.kernel.Expressions.maximum;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.remainder;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.codegen.kernel.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The kernel of everything that moves elements without arithmetic, or combines two tensors that
 * repeat along some axes: nested loops with a stride per loop and operand, one float at a time.
 * Units are positions of the two outermost loops.
 */
final class StridedCopy {
  private static final int LOOPS = 7;

  /** What is stored. */
  enum Function {
    /** The element of the first operand. */
    COPY,
    /** A constant. */
    FILL,
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    MINIMUM,
    MAXIMUM,
    POWER;

    int operands() {
      return switch (this) {
        case FILL -> 0;
        case COPY -> 1;
        case ADD, SUBTRACT, MULTIPLY, DIVIDE, MINIMUM, MAXIMUM, POWER -> 2;
      };
    }
  }

  /** One loop; the strides are those of the result, then of each operand. */
  record Loop(int extent, int... strides) {
    boolean continues(Loop inner) {
      for (int i = 0; i < strides.length; i++) {
        if (strides[i] != inner.extent * inner.strides[i]) {
          return false;
        }
      }
      return true;
    }
  }

  /** A buffer and where in it the first element lies. */
  record Place(Local buffer, Expression offset) {
    static Place of(Operand operand, int shift) {
      return new Place(operand.buffer(), add(operand.offset(), shift));
    }
  }

  private final StepContext step;
  private final StepUnits units;
  private String kernel = "";

  StridedCopy(StepContext step) {
    this.step = step;
    this.units = new StepUnits(step);
  }

  /** All units of the step so far. */
  int units() {
    return units.count();
  }

  /** The kernel called last. */
  String kernel() {
    return kernel;
  }

  /** Adds a region to the step: further units that run the loops, outermost first. */
  void region(Function function, List<Loop> loops, Place result, List<Place> operands, float fill) {
    List<Loop> nest = collapse(loops);
    boolean unit = isUnit(nest.getLast());
    String name =
        "f32_strided_"
            + function.name().toLowerCase(java.util.Locale.ROOT)
            + (unit ? "_dense" : "")
            + "__scalar";
    step.library().require(name, k -> build(k, function, unit));
    Map<String, Expression> arguments = new HashMap<>();
    arguments.put("y", result.buffer());
    arguments.put("yAt", result.offset());
    arguments.put("fill", constant(fill));
    for (int i = 0; i < operands.size(); i++) {
      arguments.put("x" + i, operands.get(i).buffer());
      arguments.put("x" + i + "At", operands.get(i).offset());
    }
    for (int i = 0; i < LOOPS; i++) {
      Loop loop = nest.get(i);
      arguments.put("extent" + i, constant(loop.extent()));
      for (int j = 0; j <= function.operands(); j++) {
        arguments.put("stride" + i + "_" + j, constant(loop.strides()[j]));
      }
    }
    int count = Math.multiplyExact(nest.get(0).extent(), nest.get(1).extent());
    arguments.putAll(units.next(count));
    step.library().invoke(step.driver(), name, arguments);
    kernel = name;
  }

  private static boolean isUnit(Loop loop) {
    for (int stride : loop.strides()) {
      if (stride != 1) {
        return false;
      }
    }
    return true;
  }

  private static List<Loop> collapse(List<Loop> loops) {
    List<Loop> nest = new ArrayList<>();
    for (Loop loop : loops) {
      Optional<Loop> outer = nest.isEmpty() ? Optional.empty() : Optional.of(nest.getLast());
      if (loop.extent() == 1 && !nest.isEmpty()) {
        continue;
      }
      if (outer.isPresent() && nest.size() > 2 && outer.get().continues(loop)) {
        nest.removeLast();
        nest.add(new Loop(outer.get().extent() * loop.extent(), loop.strides()));
      } else {
        nest.add(loop);
      }
    }
    int width = nest.getFirst().strides().length;
    while (nest.size() < 3) {
      nest.add(0, new Loop(1, new int[width]));
    }
    while (nest.size() < LOOPS) {
      nest.add(2, new Loop(1, new int[width]));
    }
    if (nest.size() > LOOPS) {
      throw new IllegalStateException(nest.size() + " loops");
    }
    return nest;
  }

  private static KernelMethod build(KernelBuilder kernel, Function function, boolean unit) {
    return new Body(kernel, function, unit).build();
  }

  private static final class Body {
    private final KernelBuilder kernel;
    private final Function function;
    private final boolean unit;
    private final List<Local> buffers = new ArrayList<>();
    private final Local[] extents = new Local[LOOPS];
    private final Local[][] strides = new Local[LOOPS][];
    private Local fill;

    Body(KernelBuilder kernel, Function function, boolean unit) {
      this.kernel = kernel;
      this.function = function;
      this.unit = unit;
    }

    KernelMethod build() {
      List<Expression> offsets = new ArrayList<>();
      buffers.add(kernel.buffer("y"));
      offsets.add(kernel.integer("yAt"));
      for (int i = 0; i < function.operands(); i++) {
        buffers.add(kernel.buffer("x" + i));
        offsets.add(kernel.integer("x" + i + "At"));
      }
      if (function == Function.FILL) {
        fill = kernel.parameter("fill", Kind.FLOAT);
      }
      for (int i = 0; i < LOOPS; i++) {
        extents[i] = kernel.integer("extent" + i);
        strides[i] = new Local[buffers.size()];
        for (int j = 0; j < buffers.size(); j++) {
          strides[i][j] = kernel.integer("stride" + i + "_" + j);
        }
      }
      Local from = kernel.integer("from");
      Local to = kernel.integer("to");
      kernel.loop(
          "unit",
          from,
          to,
          unitCounter -> {
            Local outer = kernel.let("outer", divide(unitCounter, extents[1]));
            Local inner = kernel.let("inner", remainder(unitCounter, extents[1]));
            nest(2, step(step(offsets, 0, outer), 1, inner));
          });
      return kernel.build();
    }

    private List<Expression> step(List<Expression> offsets, int loop, Local counter) {
      List<Expression> moved = new ArrayList<>();
      for (int j = 0; j < offsets.size(); j++) {
        boolean dense = unit && loop == LOOPS - 1;
        Expression distance = dense ? counter : multiply(counter, strides[loop][j]);
        Expression sum = add(offsets.get(j), distance);
        moved.add(loop == LOOPS - 1 ? sum : kernel.let("at" + loop + "_" + j, sum));
      }
      return moved;
    }

    private void nest(int loop, List<Expression> offsets) {
      kernel.loop(
          "i" + loop,
          constant(0),
          extents[loop],
          counter -> {
            List<Expression> moved = step(offsets, loop, counter);
            if (loop < LOOPS - 1) {
              nest(loop + 1, moved);
            } else {
              kernel.store(buffers.getFirst(), moved.getFirst(), value(moved));
            }
          });
    }

    private Expression value(List<Expression> at) {
      return switch (function) {
        case FILL -> fill;
        case COPY -> element(at, 1);
        case ADD -> add(element(at, 1), element(at, 2));
        case SUBTRACT ->
            dev.whittle.codegen.kernel.Expressions.subtract(element(at, 1), element(at, 2));
        case MULTIPLY -> multiply(element(at, 1), element(at, 2));
        case DIVIDE -> divide(element(at, 1), element(at, 2));
        case MINIMUM -> minimum(element(at, 1), element(at, 2));
        case MAXIMUM -> maximum(element(at, 1), element(at, 2));
        case POWER ->
            Transcendentals.pow(
                kernel,
                Lanes.SCALAR,
                kernel.let("base", element(at, 1)),
                kernel.let("exponent", element(at, 2)));
      };
    }

    private Expression element(List<Expression> at, int index) {
      return load(buffers.get(index), at.get(index));
    }
  }
}
