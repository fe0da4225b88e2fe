package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.binary;
import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.laneIndex;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.remainder;
import static dev.whittle.codegen.kernel.Expressions.rotate;
import static dev.whittle.codegen.kernel.Expressions.select;
import static dev.whittle.codegen.kernel.Expressions.splat;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.BinaryOperator;
import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;

/**
 * Moves maps of at least as many positions as lanes between plain and channel-blocked layouts: a
 * square of channels and positions at a time is transposed in registers. A unit is {@link #CHUNK}
 * positions of one block. Squares at the end of a map, and channels past the last one, repeat what
 * lies before them: lanes past the last channel are copies of it.
 *
 * @param intoBlocks from plain to blocked, or back
 */
record BlockTranspose(Lanes lanes, boolean intoBlocks) {
  /** Positions of a unit. */
  private static final int CHUNK = 256;

  /** Units of a map of {@code positions} for each block. */
  static int chunks(int positions) {
    return Math.ceilDiv(positions, CHUNK);
  }

  /** Calls the kernel for all blocks of the step; returns its name. */
  String write(StepContext step) {
    Operand x = step.operand(0);
    Operand y = step.result();
    String name = (intoBlocks ? "f32_block" : "f32_unblock") + lanes.suffix();
    step.library().requireUnits(name, this::build);
    Arguments arguments =
        Arguments.of(step)
            .with("x", x)
            .with("y", y)
            .with("channels", x.size(1))
            .with("positions", x.positions())
            .with("blocks", Math.ceilDiv(x.size(1), lanes.count()))
            .with("chunks", chunks(x.positions()));
    step.library().invoke(step.driver(), name, arguments.values());
    return name;
  }

  private KernelMethod build(KernelBuilder kernel) {
    int width = lanes.count();
    Local x = kernel.buffer("x");
    Local xAt = kernel.integer("xAt");
    Local xBatch = kernel.integer("xBatch");
    Local y = kernel.buffer("y");
    Local yAt = kernel.integer("yAt");
    Local yBatch = kernel.integer("yBatch");
    Local channels = kernel.integer("channels");
    Local positions = kernel.integer("positions");
    Local blocks = kernel.integer("blocks");
    Local chunks = kernel.integer("chunks");
    Local unit = kernel.integer("unit");
    Local start = kernel.let("start", multiply(remainder(unit, chunks), CHUNK));
    Local plane = kernel.let("plane", divide(unit, chunks));
    Local block = kernel.let("block", multiply(remainder(plane, blocks), width));
    Local image = kernel.let("image", divide(plane, blocks));
    Local last = kernel.let("last", subtract(subtract(channels, block), constant(1)));
    Expression shift = multiply(block, positions);
    Local xs = kernel.let("xs", add(add(xAt, multiply(image, xBatch)), shift));
    Local ys = kernel.let("ys", add(add(yAt, multiply(image, yBatch)), shift));
    Local[] rows = new Local[width];
    for (int c = 0; c < width; c++) {
      Expression row = c == 0 ? constant(0) : multiply(minimum(last, constant(c)), positions);
      rows[c] = kernel.let("row" + c, add(intoBlocks ? xs : ys, row));
    }
    kernel.loop(
        "position",
        start,
        minimum(positions, add(start, CHUNK)),
        width,
        position -> {
          Local at = kernel.let("at", minimum(position, subtract(positions, constant(width))));
          Local[] square = new Local[width];
          for (int i = 0; i < width; i++) {
            square[i] =
                kernel.let(
                    "v" + i, lanes.load(x, intoBlocks ? add(rows[i], at) : inBlock(xs, at, i)));
          }
          transpose(kernel, square);
          for (int i = width - 1; i >= 0; i--) {
            kernel.store(y, intoBlocks ? inBlock(ys, at, i) : add(rows[i], at), square[i]);
          }
        });
    return kernel.build();
  }

  private Expression inBlock(Local start, Local at, int index) {
    return add(add(start, multiply(at, lanes.count())), index * lanes.count());
  }

  /** Lane {@code j} of vector {@code i} changes places with lane {@code i} of vector {@code j}. */
  private static void transpose(KernelBuilder kernel, Local[] square) {
    for (int distance = 1; distance < square.length; distance *= 2) {
      Expression bit = binary(BinaryOperator.AND, laneIndex(), splat(distance));
      Local upper = kernel.let("upper", compare(Comparison.NOT_EQUAL, bit, splat(0)));
      for (int i = 0; i < square.length; i++) {
        if ((i & distance) == 0) {
          Local low = square[i];
          Local high = square[i + distance];
          Local first = kernel.let("low", select(upper, rotate(high, -distance), low));
          Local second = kernel.let("high", select(upper, high, rotate(low, distance)));
          square[i] = first;
          square[i + distance] = second;
        }
      }
    }
  }
}
